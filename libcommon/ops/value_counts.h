// How often each value comes in each group.
#pragma once

#include "ops/aggregator.h"
#include "ops/group_table.h"
#include "ops/value_runs.h"

#include <functional>
#include <memory>
#include <string>

namespace rowkit::ops {

/// Counts values by group and text: one table for all groups. Of group 0, values may be in temporary files.
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
    void spill_values(const GroupLimits& limits) override;

    // After seal().
    uint64_t distinct(uint32_t group) const;
    /// Calls `use` for each value of a group, in any order; its text is valid during the call.
    void each(uint32_t group, const std::function<void(const Entry&)>& use) const;

private:
    void count(uint32_t group, std::string_view text, Form form, uint64_t times, const First& first);
    Entry entry(uint32_t number) const;
    std::vector<Entry> in_order(uint32_t group) const;
    void write_run(std::vector<uint32_t> entries);
    bool is_spilled(uint32_t group) const { return group == 0 && runs_; }

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
    std::unique_ptr<ValueRuns> runs_; // of group 0, by text
    std::vector<KeyBytes> keys_;      // of a chunk
    std::vector<uint64_t> positions_; // too
    std::vector<uint32_t> entries_;   // too
    std::string key_;
};

} // namespace rowkit::ops
