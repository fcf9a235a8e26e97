// Which records of each group `-n` and `--by` of rowhead and rowtail ask for.
#include "ops/grouped_portion.h"

#include "base/error.h"

#include <fmt/core.h>

namespace rowkit::ops {

void GroupedPortionScan::Held::push(uint64_t number) {
    if (size)
        more.push_back(number);
    else
        first = number;
    ++size;
}

void GroupedPortionScan::find_groups(const Batch& batch) {
    key_.start(batch);
    arena_.clear();
    keys_.clear();
    for (uint32_t record = 0; record < batch.size(); ++record) {
        const std::string_view key = arena_.copy(key_.of(batch, record));
        keys_.push_back({key.data(), static_cast<uint32_t>(key.size()), seeded_hash(key), 0});
    }
    group_of_.resize(keys_.size());
    table_.find_or_add(keys_, records_, group_of_.data());
    records_ += keys_.size();
}

void GroupedPortionScan::take_counted(const Batch& batch, Writer& out) {
    const bool first = portion_.kind == Portion::first;
    seen_.resize(table_.size());
    std::vector<uint32_t> wanted;
    for (uint32_t record = 0; record < batch.size(); ++record) {
        const uint64_t number = ++seen_[group_of_[record]];
        wrote_last_ = first ? number <= portion_.count : number >= portion_.count;
        if (wrote_last_) wanted.push_back(record);
    }
    out.keep_only(batch, Records(wanted.data(), wanted.size()));
    if (wrote_last_) out.keep_trailing(batch);
}

void GroupedPortionScan::take_held(const Batch& batch, Writer& out) {
    const bool drops = portion_.kind == Portion::last;
    held_.resize(table_.size());
    const uint64_t number = singles_.add(batch, out);
    for (uint32_t record = 0; record < batch.size(); ++record) {
        Held& group = held_[group_of_[record]];
        uint64_t decided = number + record;
        if (group.size < portion_.count) {
            more_held_ += group.size > 0;
            group.push(decided);
            continue;
        }
        if (portion_.count) {
            std::swap(decided, group.at(group.oldest));
            group.oldest = (group.oldest + 1) % portion_.count;
        }
        if (drops)
            singles_.drop(decided);
        else
            singles_.want(decided);
    }
    if (!batch.layout().trailing.empty()) singles_.add_trailing(batch, out);
    if (!drops) singles_.write(out);
}

bool GroupedPortionScan::take(const Batch& batch, Writer& out) {
    find_groups(batch);
    if (is_counted())
        take_counted(batch, out);
    else
        take_held(batch, out);
    check_memory();
    return true;
}

void GroupedPortionScan::check_memory() const {
    const uint64_t bytes = table_.bytes() + seen_.capacity() * sizeof(uint64_t) +
                           held_.capacity() * sizeof(Held) + more_held_ * sizeof(uint64_t) + singles_.bytes();
    if (bytes > memory_)
        throw Error(
            Exit::io, {}, fmt::format("the groups of --by need more than {} MiB of memory", memory_ >> 20),
            "--memory allows more; sorted by these columns, the input can be cut up first (rowsplit)");
}

void GroupedPortionScan::finish(Writer& out) {
    for (Held& group : held_)
        for (uint64_t place = 0; place < group.size; ++place) {
            if (portion_.kind == Portion::last)
                singles_.want(group.at(place));
            else
                singles_.drop(group.at(place));
        }
    singles_.write(out);
}

} // namespace rowkit::ops
