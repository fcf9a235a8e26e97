// The end of a grouping that went past the limit of memory.
#pragma once

#include "ops/group_records.h"
#include "ops/ordered_runs.h"
#include "ops/spill_merge.h"
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

/// Appends what a group's record is sorted by, before its place: memcmp() of two finds the one that comes
/// first.
void append_order_key(const KeyBytes& key, std::span<const KeyPart> parts, GroupOrder order, Arena& arena,
                      Buffer& out);

/// Merges what was spilled partition by partition, and then the records made of whole groups by the order of
/// the output.
class SpilledOutput {
public:
    SpilledOutput(const GroupPlan& plan, const SpillLimits& limits, const GroupWriting& writing)
        : plan_(plan), limits_(limits), writing_(writing), runs_(limits_) {}

    /// `out`: how records will be written; nothing is written yet.
    void merge(std::vector<SpilledPiece> pieces, const Writer& out);
    /// A part of the output; false: there is none of that number. Thread-safe.
    bool write_part(uint64_t number, Writer& out) const;

private:
    void make_records(Groups& groups, const Writer& out);
    void add_to_total(Groups& groups);

    const GroupPlan& plan_;
    SpillLimits limits_;
    GroupWriting writing_;
    OrderedRuns runs_;
    std::unique_ptr<MergeParts> parts_;
    std::mutex mutex_;
    std::vector<Note> notes_; // of all records
    std::unique_ptr<Groups> total_;
};

} // namespace rowkit::ops
