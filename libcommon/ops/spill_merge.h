// Spilled groups put together again, partition by partition.
#pragma once

#include "ops/group_spill.h"

#include <functional>
#include <mutex>
#include <vector>

namespace rowkit::ops {

/// Each partition is merged in memory, several side by side; one for which there is no room is divided
/// further, into another file. The plan outlives it.
class SpillMerge {
public:
    /// Called for groups that are whole, by several threads at once.
    using Use = std::function<void(Groups&)>;

    SpillMerge(const GroupPlan& plan, const SpillLimits& limits, Use use)
        : plan_(plan), limits_(limits), use_(std::move(use)) {}

    /// Throws Error (exit 4) where a temporary file can't be written, and where one group alone is too large.
    void run(std::vector<SpilledPiece> pieces);

private:
    using Pieces = std::vector<SpilledPiece>;
    static std::vector<Pieces> by_partition(Pieces pieces);
    void merge(const Pieces& pieces, unsigned level, std::unique_ptr<Groups> groups);
    std::unique_ptr<Groups> divide(std::unique_ptr<Groups> groups, GroupSpill& into) const;

    const GroupPlan& plan_;
    const SpillLimits& limits_;
    Use use_;
    std::mutex huge_; // one group for which much is needed at a time
};

} // namespace rowkit::ops
