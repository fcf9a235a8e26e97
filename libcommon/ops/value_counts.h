// How often each value comes in each group.
#pragma once

#include "ops/aggregator.h"
#include "ops/group_table.h"

#include <functional>

namespace rowkit::ops {

/// Counts values by group and text: one table for all groups.
class ValueCounts final : public Aggregator {
public:
    /// Where a value came first; of those that came in one partial state, as which.
    struct First {
        uint64_t position = UINT64_MAX;
        uint64_t number = 0;
        friend auto operator<=>(const First&, const First&) = default;
    };
    struct Entry {
        std::string_view text;
        Form form;
        uint64_t count;
        First first;
    };

    void grow(size_t groups) override { groups_ = groups; }
    void add(const AggregatorInput& in) override;
    void merge(Aggregator& other, std::span<const uint32_t> from, const uint32_t* into) override;
    void write(uint32_t group, StateWriter& out) const override;
    void read(uint32_t group, StateReader& in) override;
    uint64_t bytes() const override { return table_.bytes() + counts_.capacity() * sizeof(Counted); }
    void seal() override;

    // After seal().
    size_t distinct(uint32_t group) const { return starts_[group + 1] - starts_[group]; }
    /// Those of a group in the order of their first appearance.
    std::vector<Entry> entries(uint32_t group) const;

private:
    void count(uint32_t group, std::string_view text, Form form, uint64_t times, const First& first);

    size_t groups_ = 0;
    GroupTable table_; // keys: the group in 4 bytes, the text
    struct Counted {
        uint64_t times = 0;
        First first;
    };
    std::vector<Counted> counts_;  // by entry of the table
    std::vector<uint32_t> starts_; // by group, of by_group_
    std::vector<uint32_t> by_group_;
    bool sealed_ = false;
    std::vector<KeyBytes> keys_;      // of a chunk
    std::vector<uint64_t> positions_; // too
    std::vector<uint32_t> entries_;   // too
    std::string key_;
};

} // namespace rowkit::ops
