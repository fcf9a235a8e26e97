// What may be held in memory of what can be spilled.
#pragma once

#include "ops/run_merge.h"
#include "stream/settings.h"

#include <string>
#include <vector>

namespace rowkit::ops {

struct SpillLimits {
    uint64_t memory = 0; // bytes
    unsigned threads = 1;
    std::string tmpdir;

    static SpillLimits of(const Settings& settings);
    /// Without what reading and writing take.
    uint64_t usable() const;
    /// What workers may hold together; the rest is for tables that double, for putting groups in order, for
    /// reading and writing.
    uint64_t for_groups() const { return usable() / 2; }
    /// What one of the threads that merge what was spilled may hold: so much of groups, and as much of
    /// records made of them.
    uint64_t for_merging() const { return usable() / threads / 3; }
    /// The most that the state of one group may be: the result is made of it in as much again.
    uint64_t for_one_group() const { return usable() / 2; }
    /// Plain bytes of a run's frame: many runs are read at once.
    size_t frame_bytes() const;
    /// Merges runs until few enough are left to have a frame of each in every thread.
    std::vector<SortedRun> merged_down(std::vector<SortedRun> runs) const;
};

} // namespace rowkit::ops
