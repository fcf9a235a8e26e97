// Sorts a stream of records.
#include "ops/record_sorter.h"

#include "base/resources.h"

namespace rowkit::ops {
namespace {

constexpr size_t part_bytes = 512 << 10;

} // namespace

SortOptions sort_options(const Settings& settings) {
    SortOptions options;
    options.memory = settings.memory ? settings.memory : usable_memory() / 2;
    options.threads = settings.threads ? settings.threads : usable_threads();
    options.tmpdir = settings.tmpdir;
    return options;
}

void RecordSorter::open(const Header& header, const expr::BindOptions& bind) {
    keys_.bind(header, bind);
    header_ = header;
}

void RecordSorter::add(State& state, const Batch& batch, const Place& place, const Writer& out) const {
    if (!state.keys) state.keys.emplace(keys_, header_);
    state.held.add(batch, batch.all(), place, *state.keys, out);
}

void RecordSorter::finish(State& all) {
    held_.take(std::move(all.held));
    held_.put_in_order();
    const uint64_t records = std::max<uint64_t>(held_.records(), 1);
    sort_ = std::make_unique<PieceSort>(held_.pieces(), options_.threads, part_bytes / (held_.record_bytes() / records + 1) + 1);
}

bool RecordSorter::part(uint64_t number, Writer& out) const {
    if (!sort_ || number > sort_->spans()) return false;
    if (number == sort_->spans()) {
        for (const Trailing& trailing : held_.trailing()) out.encoded(trailing.bytes, 0);
        return false;
    }
    write(sort_->order(number), sort_->before(number), number + 1 == sort_->spans(), out);
    return true;
}

void RecordSorter::write(std::span<const SortItem> items, const SortItem* before, bool last, Writer& out) const {
    // What is needed of records further on is fetched while these are written: they lie anywhere in memory.
    constexpr size_t far = 24, near = 12;
    for (size_t i = 0; i < items.size(); ++i) {
        if (i + far < items.size()) {
            const SortItem& item = items[i + far];
            __builtin_prefetch(sort_->piece(item).ends + record_of(item.place));
        }
        if (i + near < items.size()) {
            const std::string_view record = sort_->record(items[i + near]);
            for (size_t at = 0; at < record.size() && at < 256; at += 64) __builtin_prefetch(record.data() + at);
        }
        const SortItem& item = items[i];
        if (options_.unique && before && sort_->key(*before) == sort_->key(item)) continue;
        before = &item;
        std::string_view record = sort_->record(item);
        // The record that ended the input without a newline ends the output so, where it is still the last one.
        if (last && i + 1 == items.size() && held_.unended() == sort_->origin(item))
            record.remove_suffix(held_.newline().size());
        out.encoded(record, 1);
    }
}

} // namespace rowkit::ops
