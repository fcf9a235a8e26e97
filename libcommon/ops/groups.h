// Groups and the states of their aggregates.
#pragma once

#include "ops/group_plan.h"
#include "ops/group_table.h"

#include <memory>
#include <vector>

namespace rowkit::ops {

/// A table of groups with an aggregator for each of a plan's states. The plan outlives it. Not thread-safe.
class Groups {
public:
    explicit Groups(const GroupPlan& plan);

    GroupTable& table() { return table_; }
    const GroupTable& table() const { return table_; }
    size_t size() const { return table_.size(); }
    Aggregator& state(size_t i) { return *states_[i]; }
    size_t states() const { return states_.size(); }

    /// After groups were added to the table.
    void grow();
    /// Merges those groups of another one. Several threads may do this with different groups of one `other`.
    void absorb(Groups& other, std::span<const uint32_t> groups);
    /// Merges all groups of others, which were sealed, by so many threads.
    void absorb_all(std::span<Groups* const> others, unsigned threads);
    /// Merges the states of all groups of another one, which keeps them, into one group without a key: the
    /// totals.
    void add_all_of(Groups& other);
    /// The same for one group of one that is sealed, which loses it.
    void take_all_of(Groups& other, uint32_t group);
    /// Puts values into temporary files where there is but one group (Aggregator::spill_values).
    void spill_values(const SpillLimits& limits);
    /// The same where the group takes more than `most` bytes. Throws Error (exit 4) where it then takes more
    /// than one may.
    void limit(uint64_t most, const SpillLimits& limits);
    /// How many of the groups have values there: that one, or none.
    uint32_t spilled() const { return spilled_; }
    /// After the last change.
    void seal();

    /// A call's value for a group; texts are in the arena or in the states.
    expr::Value result(const GroupPlan& plan, size_t call, uint32_t group, Arena& arena, Buffer& scratch);

    uint64_t bytes() const;

private:
    std::vector<uint32_t> add_keys(const Groups& other, std::span<const uint32_t> groups);
    void make_total();

    GroupTable table_;
    std::vector<std::unique_ptr<Aggregator>> states_;
    size_t grown_ = 0;
    uint32_t spilled_ = 0;
};

} // namespace rowkit::ops
