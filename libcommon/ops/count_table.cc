// How often each text comes in each group.
#include "ops/count_table.h"

#include <algorithm>

namespace rowkit::ops {

void CountTable::count(uint32_t group, const Entry& entry, uint64_t hash) {
    key_.resize(key_lead + entry.text.size());
    const uint32_t number =
        table_.find_or_add(key(group, entry.text, entry.form, hash, key_.data()), entry.first.position);
    if (number == counts_.size()) counts_.emplace_back();
    counts_[number].times += entry.count;
    counts_[number].first = std::min(counts_[number].first, entry.first);
}

void CountTable::count(std::span<const KeyBytes> keys, const uint64_t* positions) {
    entries_.resize(keys.size());
    table_.find_or_add(keys, positions, entries_.data());
    counts_.resize(table_.size());
    for (size_t i = 0; i < keys.size(); ++i) {
        Counted& counted = counts_[entries_[i]];
        ++counted.times;
        counted.first = std::min(counted.first, First{positions[i]});
    }
}

CountTable::Entry CountTable::entry(uint32_t number) const {
    const KeyBytes key = table_.key(number);
    return {key.text().substr(key_lead), static_cast<Form>(key.forms), counts_[number].times,
            counts_[number].first};
}

uint32_t CountTable::group(uint32_t number) const {
    uint32_t group;
    std::memcpy(&group, table_.key(number).data, sizeof group);
    return group;
}

/// A counting sort; within a group, entries stay in the order in which they came.
void CountTable::seal(size_t groups) {
    starts_.assign(groups + 1, 0);
    by_group_.resize(size());
    for (uint32_t number = 0; number < size(); ++number) ++starts_[group(number) + 1];
    for (size_t i = 0; i < groups; ++i) starts_[i + 1] += starts_[i];
    std::vector<uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (uint32_t number = 0; number < size(); ++number) by_group_[next[group(number)]++] = number;
}

} // namespace rowkit::ops
