// How often each value comes in each group.
#include "ops/value_counts.h"

#include "expr/coerce.h"

#include <algorithm>

namespace rowkit::ops {

void ValueCounts::count(uint32_t group, std::string_view text, Form form, uint64_t times,
                        const First& first) {
    key_.assign(reinterpret_cast<const char*>(&group), sizeof group);
    key_.append(text);
    const KeyBytes key{key_.data(), static_cast<uint32_t>(key_.size()), seeded_hash(key_),
                       static_cast<uint64_t>(form)};
    const uint32_t entry = table_.find_or_add(key, first.position);
    if (entry == counts_.size()) counts_.emplace_back();
    counts_[entry].times += times;
    counts_[entry].first = std::min(counts_[entry].first, first);
    sealed_ = false;
}

void ValueCounts::add(const AggregatorInput& in) {
    keys_.clear();
    positions_.clear();
    for (uint32_t row : in.rows) {
        const expr::Value& value = in.value(row);
        if (value.is_null()) continue;
        const Cell cell = expr::cell_of(value, *in.arena, *in.scratch);
        const uint32_t group = in.groups[row];
        const auto size = static_cast<uint32_t>(sizeof group + cell.size);
        char* const key = in.arena->room(size);
        std::memcpy(key, &group, sizeof group);
        if (cell.size) std::memcpy(key + sizeof group, cell.data, cell.size);
        keys_.push_back({key, size, 0, static_cast<uint64_t>(cell.form)});
        positions_.push_back(in.position + row);
    }
    for (KeyBytes& key : keys_) key.hash = seeded_hash(key.text());
    entries_.resize(keys_.size());
    table_.find_or_add(keys_, positions_.data(), entries_.data());
    counts_.resize(table_.size());
    for (size_t i = 0; i < keys_.size(); ++i) {
        Counted& counted = counts_[entries_[i]];
        ++counted.times;
        counted.first = std::min(counted.first, First{positions_[i]});
    }
    sealed_ = false;
}

/// A counting sort of the entries by their groups; within one they stay in the order of their first
/// appearance.
void ValueCounts::seal() {
    if (sealed_) return;
    auto group_of = [&](uint32_t entry) {
        uint32_t group;
        std::memcpy(&group, table_.key(entry).data, sizeof group);
        return group;
    };
    starts_.assign(groups_ + 1, 0);
    by_group_.resize(table_.size());
    for (uint32_t entry = 0; entry < table_.size(); ++entry) ++starts_[group_of(entry) + 1];
    for (size_t i = 0; i < groups_; ++i) starts_[i + 1] += starts_[i];
    std::vector<uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (uint32_t entry = 0; entry < table_.size(); ++entry) by_group_[next[group_of(entry)]++] = entry;
    sealed_ = true;
}

std::vector<ValueCounts::Entry> ValueCounts::entries(uint32_t group) const {
    std::vector<Entry> entries;
    for (uint32_t i = starts_[group]; i < starts_[group + 1]; ++i) {
        const uint32_t entry = by_group_[i];
        const KeyBytes key = table_.key(entry);
        entries.push_back({key.text().substr(sizeof(uint32_t)), static_cast<Form>(key.forms),
                           counts_[entry].times, counts_[entry].first});
    }
    std::ranges::sort(entries, {}, &Entry::first);
    return entries;
}

void ValueCounts::merge(Aggregator& other, std::span<const uint32_t> from, const uint32_t* into) {
    const auto& theirs = static_cast<const ValueCounts&>(other);
    for (size_t i = 0; i < from.size(); ++i)
        for (uint32_t k = theirs.starts_[from[i]]; k < theirs.starts_[from[i] + 1]; ++k) {
            const uint32_t entry = theirs.by_group_[k];
            const KeyBytes key = theirs.table_.key(entry);
            count(into[i], key.text().substr(sizeof(uint32_t)), static_cast<Form>(key.forms),
                  theirs.counts_[entry].times, theirs.counts_[entry].first);
        }
}

void ValueCounts::write(uint32_t group, StateWriter& out) const {
    const std::vector<Entry> all = entries(group);
    out.integer(all.size());
    for (const Entry& entry : all) {
        out.position(entry.first.position);
        out.position(entry.first.number);
        out.integer(entry.count);
        out.integer(static_cast<uint64_t>(entry.form));
        out.text(entry.text);
    }
}

void ValueCounts::read(uint32_t group, StateReader& in) {
    const uint64_t all = in.integer();
    for (uint64_t i = 0; i < all; ++i) {
        First first{in.position(), i};
        if (in.has_positions()) first.number = in.position();
        const uint64_t times = in.integer();
        const auto form = static_cast<Form>(in.integer() & 0xF);
        count(group, in.text(), form, times, first);
    }
}

} // namespace rowkit::ops
