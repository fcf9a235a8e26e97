// Values of one group past the limit of memory: sorted runs in temporary files.
#pragma once

#include "base/error.h"
#include "ops/spill_limits.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

namespace rowkit::ops {

/// What one group's values are told to be where they can't be written elsewhere (exit 4).
Error past_memory();

/// Values with what is kept of each, as records by key; equal keys may come in several runs. Not thread-safe;
/// reading is.
class ValueRuns {
public:
    explicit ValueRuns(SpillLimits limits)
        : limits_(std::move(limits)), file_(std::make_shared<FrameFile>(limits_.tmpdir)) {}

    /// Values in the order of their keys. Throws Error (exit 4) where a temporary file can't be written.
    RunWriter begin() const { return RunWriter(file_, limits_.frame_bytes()); }
    void end(RunWriter& writer) { runs_.push_back(writer.finish()); }
    /// Plain bytes in the files.
    uint64_t bytes() const;
    /// Throws Error (exit 4) where so many bytes are more than may be held in memory of one group.
    void check_fits(uint64_t bytes) const {
        if (bytes > limits_.for_one_group()) throw past_memory();
    }
    void take(ValueRuns&& other) { std::ranges::move(other.runs_, std::back_inserter(runs_)); }

    const SpillLimits& limits() const { return limits_; }

    /// After the last one: leaves as few runs as can be read at once.
    void settle() { runs_ = limits_.merged_down(std::move(runs_)); }
    /// All of them by key.
    RunMerge read() const { return RunMerge(runs_, nullptr, nullptr); }

private:
    SpillLimits limits_;
    std::shared_ptr<FrameFile> file_;
    std::vector<SortedRun> runs_;
};

} // namespace rowkit::ops
