// Counts of values past the limit of memory, the greatest first.
#pragma once

#include "ops/ordered_runs.h"
#include "ops/spill_merge.h"

#include <memory>
#include <mutex>
#include <vector>

namespace rowkit::ops {

/// Of spilled groups whose first aggregate is count(). The plan outlives it.
class SpilledCounts {
public:
    /// Of all values only the `top` most frequent ones are wanted; 0: all.
    SpilledCounts(const GroupPlan& plan, const SpillLimits& limits, uint64_t top)
        : plan_(plan), limits_(limits), top_(top), runs_(limits_) {}

    void merge(std::vector<SpilledPiece> pieces);

    // After merge().
    uint64_t total() const { return total_; }
    /// Counts that are not among the top.
    uint64_t left() const { return left_; }
    size_t parts() const { return sums_.size(); }
    /// Calls use(key, count, counts before it) for each value of a part; a key's bytes live until the next
    /// call.
    template <class Use>
    void each(size_t part, const Use& use) const {
        uint64_t before = sums_[part].before, left = sums_[part].values;
        for (RunMerge merge = merged_->part(part); left > 0; merge.next(), --left) {
            const uint64_t count = count_of(merge.record());
            use(key_of(merge.record()), count, before);
            before += count;
        }
    }

private:
    struct Sum { // of a part
        uint64_t values = 0, counts = 0, before = 0;
    };
    static uint64_t count_of(const RunRecord& record);
    static KeyBytes key_of(const RunRecord& record);
    void take(Groups& groups);
    void sum_up();

    const GroupPlan& plan_;
    SpillLimits limits_;
    uint64_t top_;
    OrderedRuns runs_;
    std::mutex mutex_;
    uint64_t total_ = 0, left_ = 0;
    std::unique_ptr<MergeParts> merged_;
    std::vector<Sum> sums_; // by part
};

} // namespace rowkit::ops
