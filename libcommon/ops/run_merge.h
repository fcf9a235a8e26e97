// Merging sorted runs: all of them into parts that can be made side by side, or some into one.
#pragma once

#include "ops/sorted_run.h"

#include <span>
#include <vector>

namespace rowkit::ops {

/// Sorts pieces, in the order of the input, into a run.
SortedRun write_sorted_run(const std::vector<Piece>& pieces, unsigned threads,
                           std::shared_ptr<FrameFile> file, size_t frame_bytes);

/// Takes records in order from several runs. Used by one thread.
class RunMerge {
public:
    /// From `from` to before `to`, where these are given.
    RunMerge(std::span<const SortedRun> runs, const RunRecord* from, const RunRecord* to);

    bool at_end() const { return heap_.empty(); }
    const RunRecord& record() const { return readers_[heap_[0]].record(); }
    void next();
    /// No record follows this one.
    bool at_last() const { return heap_.size() == 1 && readers_[heap_[0]].at_last() && !to_; }

private:
    bool wanted(const RunReader& reader) const {
        return !reader.at_end() && (!to_ || comes_before(reader.record(), *to_));
    }
    void sink();

    std::vector<RunReader> readers_;
    std::vector<uint32_t> heap_; // of readers, the one with the first record at the top
    const RunRecord* to_;
};

/// Where to cut the merged records into parts: each has about `part_bytes`. The runs outlive it.
class MergeParts {
public:
    /// `whole_keys`: records with the same key are in one part.
    MergeParts(std::vector<SortedRun> runs, uint64_t part_bytes, bool whole_keys);
    /// With parts that begin where `starts` say, the first one at the least record there can be. Their keys
    /// outlive it.
    MergeParts(std::vector<SortedRun> runs, std::vector<RunRecord> starts)
        : runs_(std::move(runs)), starts_(std::move(starts)) {}

    size_t size() const { return starts_.size(); }
    RunMerge part(size_t number) const {
        return RunMerge(runs_, &starts_[number],
                        number + 1 < starts_.size() ? &starts_[number + 1] : nullptr);
    }

private:
    std::vector<SortedRun> runs_;
    std::vector<RunRecord> starts_;
};

/// Merges groups of `most` runs until there are no more than that; groups are merged side by side.
std::vector<SortedRun> merge_down(std::vector<SortedRun> runs, size_t most, size_t frame_bytes,
                                  unsigned threads, const std::string& directory);

} // namespace rowkit::ops
