// Groups that all workers fill together: for so many that a table for each worker would hold most of them
// again.
#pragma once

#include "ops/group_spill.h"
#include "ops/groups.h"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>

namespace rowkit::ops {

/// Parts by the first bits of the keys' hashes, each with a lock of its own.
class SharedGroups {
public:
    static constexpr unsigned bits = 5;
    static constexpr size_t parts = size_t{1} << bits;
    static size_t part_of(uint64_t hash) { return hash >> (64 - bits); }

    struct Part {
        std::mutex mutex;
        std::unique_ptr<Groups> groups;
        GroupSpill spill;
    };

    explicit SharedGroups(const GroupPlan& plan);

    Part& operator[](size_t part) { return parts_[part]; }
    /// Merges the groups of a worker, which are sealed.
    void absorb(Groups& groups);

    /// Whether somebody has put groups here.
    bool in_use() const { return in_use_; }

private:
    std::array<Part, parts> parts_;
    std::atomic<bool> in_use_ = false;
};

} // namespace rowkit::ops
