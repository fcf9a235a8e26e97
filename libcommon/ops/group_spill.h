// Groups past the limit of memory: their states in sorted runs of temporary files.
#pragma once

#include "ops/groups.h"
#include "ops/run_merge.h"
#include "stream/settings.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace rowkit::ops {

/// What groups may take.
struct GroupLimits {
    uint64_t memory = 0; // bytes
    unsigned threads = 1;
    std::string tmpdir;

    static GroupLimits of(const Settings& settings);
    /// What workers may hold together; the rest is for reading and writing.
    uint64_t for_groups() const;
    /// Plain bytes of a run's frame: many runs are read at once.
    size_t frame_bytes() const;
    /// Merges runs until few enough are left to have a frame of each in every thread.
    std::vector<SortedRun> merged_down(std::vector<SortedRun> runs) const;
};

/// Takes a run's record from there to groups.
void read_spilled(const RunRecord& record, Groups& groups);

/// The runs of one worker: its groups by hash and key, with the texts of their states.
class GroupSpill {
public:
    /// Writes all groups as a run. Throws Error (exit 4) where a temporary file can't be written.
    void write(Groups& groups, const GroupLimits& limits);
    bool empty() const { return runs_.empty(); }
    std::vector<SortedRun>& runs() { return runs_; }

    uint64_t counted = 0; // of the groups' bytes, in what all workers hold

private:
    std::shared_ptr<FrameFile> file_;
    std::vector<SortedRun> runs_;
};

} // namespace rowkit::ops
