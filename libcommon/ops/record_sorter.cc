// Sorts a stream of records, in memory or past it.
#include "ops/record_sorter.h"

#include "ops/parallel.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr size_t part_bytes = 128 << 10;
constexpr uint64_t least_for_groups = 8 << 20; // a run takes more than that anyhow

Error groups_past_memory() {
    return Error(Exit::io, {}, "the groups of --by don't fit in the memory there is",
                 "a larger --memory; or their columns as the first keys, by which groups come in order");
}

} // namespace

RecordSorter::RecordSorter(SortKeys keys, SortOptions options)
    : keys_(std::move(keys)), options_(std::move(options)) {
    if (options_.by.empty()) return;
    groups_ = std::make_unique<GroupNumbers>(options_.by,
                                             ResolveOptions{.optional = options_.optional, .where = {}});
}

Demand RecordSorter::demand() const {
    Demand demand{.kind = Demand::columns, .names = keys_.names(), .keeps = true};
    if (!holds_top_only()) demand.holds = options_.limits.usable();
    if (!groups_) return demand;
    Demand of_groups = groups_->key().demand();
    demand.kind = of_groups.kind;
    std::ranges::move(of_groups.names, std::back_inserter(demand.names));
    return demand;
}

void RecordSorter::open(const Header& header) {
    keys_.bind(header, {.optional = options_.optional});
    if (groups_) groups_->key().open(header);
    header_ = header;
}

void RecordSorter::add(State& state, const Batch& batch, const Place& place, Writer& out) const {
    if (!state.keys) {
        state.keys.emplace(keys_, header_, groups_.get());
        state.top = TopRecords(options_.top, options_.unique);
    }
    state.keys->start(batch, place);
    if (holds_top_only()) return add_top(state, batch, place, out);
    state.held.add(batch, batch.all(), place, *state.keys, out, &out);
    const uint64_t more = state.held.bytes() - state.counted;
    state.counted = state.held.bytes();
    const uint64_t groups = groups_ ? groups_->bytes() : 0, half = options_.limits.usable() / 2;
    if (groups > std::max(half, least_for_groups)) throw groups_past_memory();
    const uint64_t most = options_.limits.usable() - std::min(groups, half);
    if ((in_memory_ += more) > most && state.counted > most / options_.limits.threads / 2) spill(state);
}

void RecordSorter::add_top(State& state, const Batch& batch, const Place& place, Writer& out) const {
    state.top.add(batch, place, *state.keys, out);
    const uint64_t most = options_.limits.memory / options_.limits.threads;
    if (state.top.held().bytes() > most) state.top.cut();
    if (state.top.kept_bytes() > most)
        throw Error(Exit::io, {},
                    "the first " + std::to_string(options_.top) + " records don't fit in the memory there is",
                    "a larger --memory; or rowsort KEYS | rowhead -n N, which needs no more than there is");
}

void RecordSorter::spill(State& state) const {
    HeldPieces& held = state.held;
    if (held.records() == 0) return;
    if (!state.file) state.file = std::make_shared<FrameFile>(options_.limits.tmpdir);
    state.runs.push_back(write_sorted_run(held.pieces(), 1, state.file, options_.limits.frame_bytes()));
    in_memory_ -= state.counted;
    state.counted = 0;
    held.give_back(); // the next one to hold more may be another worker
}

void RecordSorter::finish() {
    const bool spilled =
        std::ranges::any_of(workers_, [](const State& state) { return !state.runs.empty(); });
    if (spilled) run_jobs(options_.limits.threads, workers_.size(), [&](size_t i) { spill(workers_[i]); });
    TopRecords top(options_.top, options_.unique);
    std::vector<SortedRun> runs;
    for (State& state : workers_) {
        held_.take(std::move(state.held));
        top.take(std::move(state.top));
        std::ranges::move(state.runs, std::back_inserter(runs));
    }
    workers_.clear();
    if (holds_top_only()) {
        top.finish(last_block_);
        held_ = std::move(top.held());
    }
    if (options_.top) held_.drop_trailing();
    if (counts_parts()) left_ = options_.top;
    held_.drop_after(last_block_);
    held_.put_in_order();
    if (spilled) {
        held_.give_back();
        // Each thread has a frame of each run in memory, and a part of twice that.
        runs = options_.limits.merged_down(std::move(runs));
        const uint64_t part = std::max<uint64_t>(part_bytes, 2 * runs.size() * options_.limits.frame_bytes());
        merge_ = std::make_unique<MergeParts>(std::move(runs), part, options_.unique);
    } else {
        const uint64_t record = held_.record_bytes() / std::max<uint64_t>(held_.records(), 1) + 1;
        sort_ = std::make_unique<PieceSort>(held_.pieces(), options_.limits.threads, part_bytes / record + 1);
    }
}

bool RecordSorter::part(uint64_t number, Writer& out) const {
    const uint64_t parts = sort_ ? sort_->spans() : merge_ ? merge_->size() : 0;
    const bool last = number + 1 >= parts && held_.trailing().empty();
    if (number == parts)
        for (const Trailing& trailing : held_.trailing()) out.encoded(trailing.bytes, 0);
    if (number >= parts || left_ == 0) return false;
    sort_ ? write_span(number, last, out) : write_merged(number, last, out);
    return true;
}

/// Writes a record; false: no more are wanted.
bool RecordSorter::write(std::string_view record, uint64_t origin, bool last, Writer& out) const {
    if (counts_parts()) {
        if (left_ == 0) return false;
        last = --left_ == 0 || last;
    }
    // The record that ended the input without a newline ends the output so, where it is the last one.
    if (last && origin == held_.unended()) record.remove_suffix(held_.newline().size());
    out.encoded(record, 1);
    return true;
}

void RecordSorter::write_span(size_t span, bool last, Writer& out) const {
    const std::span<const SortItem> items = sort_->order(span);
    const SortItem* before = sort_->before(span);
    for (size_t i = 0; i < items.size(); ++i) {
        sort_->fetch_ahead(items, i);
        const SortItem& item = items[i];
        if (options_.unique && before && sort_->key(*before) == sort_->key(item)) continue;
        before = &item;
        if (!write(sort_->record(item), sort_->origin(item), last && i + 1 == items.size(), out)) return;
    }
}

void RecordSorter::write_merged(size_t part, bool last, Writer& out) const {
    std::string before;
    bool any = false;
    for (RunMerge merge = merge_->part(part); !merge.at_end(); merge.next()) {
        const RunRecord& record = merge.record();
        if (piece_of(record.origin) > last_block_) continue;
        if (options_.unique) {
            if (any && before == record.key) continue;
            before = record.key;
            any = true;
        }
        if (!write(record.bytes, record.origin, last && merge.at_last(), out)) return;
    }
}

} // namespace rowkit::ops
