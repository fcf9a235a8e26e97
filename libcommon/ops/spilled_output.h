// The end of a grouping that went past the limit of memory.
#pragma once

#include "ops/group_records.h"
#include "ops/group_spill.h"
#include "stream/writer.h"

#include <memory>
#include <mutex>
#include <vector>

namespace rowkit::ops {

/// In what order groups are written.
enum class GroupOrder : uint8_t { first_appearance, key };

/// How the result of a grouping is written.
struct GroupWriting {
    GroupOrder order = GroupOrder::first_appearance;
    bool totals = false;  // a last record for all groups together
    bool partial = false; // states, not results
};

/// Appends what a group's record is sorted by: memcmp() of two finds the one that comes first.
void append_order_key(const KeyBytes& key, uint64_t first, size_t parts, GroupOrder order, Arena& arena, Buffer& out);

/// Merges runs of groups: once by key, so that each group's states come together, and then the records made of them by
/// the order of the output.
class SpilledOutput {
public:
    SpilledOutput(const GroupPlan& plan, const GroupLimits& limits, const GroupWriting& writing)
        : plan_(plan), limits_(limits), writing_(writing) {}

    /// `out`: how records will be written; nothing is written yet.
    void merge(std::vector<SortedRun> runs, const Writer& out);
    /// A part of the output; false: there is none of that number. Thread-safe.
    bool write_part(uint64_t number, Writer& out) const;

private:
    /// Records made, on their way to a run of their own.
    struct Made {
        std::shared_ptr<FrameFile> file;
        std::vector<RunRecord> records;
        Slabs slabs;
        std::vector<SortedRun> runs;
        std::unique_ptr<Groups> total;
    };
    Made take_made();
    void give_back(Made&& made);
    void make_records(Groups& groups, Made& made, const Writer& out) const;
    void end_run(Made& made) const;
    uint64_t share() const { return limits_.for_groups() / limits_.threads / 4; }

    const GroupPlan& plan_;
    GroupLimits limits_;
    GroupWriting writing_;
    std::mutex mutex_;
    std::vector<Made> idle_;
    std::unique_ptr<MergeParts> parts_;
    std::unique_ptr<Groups> total_;
};

} // namespace rowkit::ops
