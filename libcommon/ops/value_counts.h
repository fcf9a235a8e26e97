// How often each value comes in each group.
#pragma once

#include "ops/aggregator.h"
#include "ops/group_table.h"

#include <functional>

namespace rowkit::ops {

/// Counts values by group and text: one table for all groups.
class ValueCounts final : public Aggregator {
public:
    struct Entry {
        std::string_view text;
        Form form;
        uint64_t count;
        uint64_t first; // its first position
    };

    void grow(size_t groups) override { groups_ = groups; }
    void add(const AggregatorInput& in) override;
    void merge(Aggregator& other, std::span<const uint32_t> from, const uint32_t* into) override;
    void write(uint32_t group, StateWriter& out) const override;
    void read(uint32_t group, StateReader& in) override;
    uint64_t bytes() const override { return table_.bytes() + counts_.capacity() * sizeof(uint64_t); }
    void seal() override;

    // After seal().
    size_t distinct(uint32_t group) const { return starts_[group + 1] - starts_[group]; }
    /// Those of a group in the order of their first appearance.
    std::vector<Entry> entries(uint32_t group) const;

private:
    void count(uint32_t group, std::string_view text, Form form, uint64_t times, uint64_t position);

    size_t groups_ = 0;
    GroupTable table_; // keys: the group in 4 bytes, the text
    std::vector<uint64_t> counts_;
    std::vector<uint32_t> starts_; // by group, of by_group_
    std::vector<uint32_t> by_group_;
    bool sealed_ = false;
    std::string key_;
};

} // namespace rowkit::ops
