// What rowuniq holds until all records have been seen, and how it is written.
#include "data/number_text.h"
#include "ops/text_key.h"
#include "ops/uniq.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr size_t part_records = 4096, part_bytes = 512 << 10;

std::string origin_key(uint64_t origin) {
    Buffer key;
    append_number_bytes(origin, 8, key);
    return std::string(key.view());
}

} // namespace

void UniqRecords::hold(const Look& look, Writer& out) {
    for (size_t i = 0; i < look.keys.size(); ++i) {
        if (groups_[i] == GroupTable::none) continue;
        const std::string_view record = look.aside.bytes.view().substr(
            i ? look.ends[i - 1] : 0, look.ends[i] - (i ? look.ends[i - 1] : 0));
        std::string_view rank;
        if (options_.rank) {
            const uint32_t begin = i ? look.rank_ends[i - 1] : 0;
            rank = look.rank_bytes.view().substr(begin, look.rank_ends[i] - begin);
        }
        if (fresh_[i] && options_.sorted && !held_.empty()) {
            if (wanted(held_[0].count)) write(held_[0], false, out);
            held_[0].count = 0;
        } else if (fresh_[i]) {
            held_.emplace_back();
        }
        Held& held = held_[groups_[i]];
        const bool better =
            held.count == 0 || options_.keep == UniqOptions::last ||
            (options_.keep == UniqOptions::best && rank < std::string_view(held.bytes, held.rank));
        ++held.count;
        if (!better) continue;
        held.origin = records_ + i;
        replace(held, rank, record);
    }
    if (!options_.sorted && slabs_.used() > 2 * live_ + (16 << 20)) compact();
}

/// In the room of the old record where the new one fits.
void UniqRecords::replace(Held& held, std::string_view rank, std::string_view record) {
    const size_t size = rank.size() + record.size();
    if (size > held.room) {
        if (options_.sorted) slabs_.clear(); // nothing else is held
        live_ -= held.room;
        held.room = static_cast<uint32_t>(size + (held.bytes ? size / 4 : 0));
        held.bytes = slabs_.room(held.room);
        live_ += held.room;
    }
    char* to = const_cast<char*>(held.bytes);
    if (!rank.empty()) std::memcpy(to, rank.data(), rank.size());
    std::memcpy(to + rank.size(), record.data(), record.size());
    held.rank = static_cast<uint32_t>(rank.size());
    held.size = static_cast<uint32_t>(record.size());
}

/// Frees the room of records that were replaced.
void UniqRecords::compact() {
    Slabs fresh;
    live_ = 0;
    for (Held& held : held_) {
        held.room = held.rank + held.size;
        held.bytes = fresh.copy({held.bytes, held.room}).data();
        live_ += held.room;
    }
    slabs_ = std::move(fresh);
}

bool UniqRecords::wanted(uint64_t count) const {
    return count > 0 && (!options_.repeated || count > 1) && (!options_.single || count == 1);
}

/// The record with its count, where that was asked for; in `made` if so.
std::string_view UniqRecords::counted(std::string_view record, uint64_t count, Buffer& made) const {
    if (options_.count.empty()) return record;
    const size_t at = record.find(to_be_counted);
    made.clear();
    made.append(record.substr(0, at));
    append_number(Number(count), made);
    made.append(record.substr(at + to_be_counted.size()));
    return made.view();
}

void UniqRecords::write(const Held& held, bool last, Writer& out) const {
    Buffer made;
    std::string_view record = counted({held.bytes + held.rank, held.size}, held.count, made);
    if (last && held.origin == unended_) record.remove_suffix(newline_.size());
    out.encoded(record, 1);
}

void UniqRecords::finish() {
    if (overflow_) return finish_overflow();
    for (const Held& held : held_)
        if (wanted(held.count)) order_.push_back(&held);
    if (options_.keep != UniqOptions::first) std::ranges::sort(order_, {}, &Held::origin);
}

/// Puts what is held and what comes of the overflow into the order of the input.
void UniqRecords::finish_overflow() {
    SpilledRecords chosen(options_.memory / 4, options_.threads, options_.tmpdir);
    Buffer made;
    const auto add = [&](uint64_t origin, uint64_t count, std::string_view record) {
        if (!wanted(count)) return;
        chosen.add(origin_key(origin), counted(record, count, made));
    };
    for (const Held& held : held_) add(held.origin, held.count, {held.bytes + held.rank, held.size});
    held_ = {};
    slabs_ = {};
    table_ = {};
    overflow_->choose(add);
    std::vector<SortedRun> runs = chosen.finish();
    const uint64_t part = std::max<uint64_t>(part_bytes, 2 * runs.size() * chosen.frame_bytes());
    merged_ = std::make_unique<MergeParts>(std::move(runs), part, false);
}

void UniqRecords::write_merged(uint64_t part, Writer& out) const {
    const bool last = part + 1 == merged_->size() && trailing_.empty();
    for (RunMerge merge = merged_->part(part); !merge.at_end(); merge.next()) {
        std::string_view record = merge.record().bytes;
        if (last && merge.at_last() && merge.record().key == origin_key(unended_))
            record.remove_suffix(newline_.size());
        out.encoded(record, 1);
    }
}

bool UniqRecords::part(uint64_t number, Writer& out) const {
    const uint64_t parts = merged_ ? merged_->size() : (order_.size() + part_records - 1) / part_records;
    if (number == parts) out.encoded(trailing_, 0);
    if (number >= parts) return false;
    if (merged_) return write_merged(number, out), true;
    const size_t from = number * part_records, to = std::min(from + part_records, order_.size());
    for (size_t i = from; i < to; ++i) write(*order_[i], i + 1 == order_.size() && trailing_.empty(), out);
    return true;
}

} // namespace rowkit::ops
