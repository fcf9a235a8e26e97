// Sorts a stream of records, in memory or past it: what a tool offers as a NotingFolder (stream/shapes.h).
#pragma once

#include "ops/file_merge.h"
#include "ops/held_pieces.h"
#include "ops/order_check.h"
#include "ops/piece_sort.h"
#include "ops/run_merge.h"
#include "ops/spill_limits.h"
#include "ops/top_records.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>

namespace rowkit::ops {

/// What a sort is to do.
struct SortOptions {
    bool unique = false; // of records with the same key, the first one
    uint64_t top = 0;    // only so many first ones; 0: all
    std::string by;      // columns: each group of records alike in these is sorted by itself
    bool optional = false; // an unknown column is null
    SpillLimits limits;
};

/// Workers hold records until all of them together hold too many; whoever notices sorts what it has into a
/// run in a temporary file. The output does not tell.
class RecordSorter {
public:
    struct State { // of one worker
        std::optional<RecordKeys> keys;
        HeldPieces held;
        TopRecords top;       // in place of `held`
        uint64_t counted = 0; // of held.bytes(), in what all hold
        std::shared_ptr<FrameFile> file;
        std::vector<SortedRun> runs;
    };

    /// Throws Error (exit 2) for an unsound list of columns.
    RecordSorter(SortKeys keys, SortOptions options);

    Demand demand() const;
    /// Whether batches must be added in order, to one state.
    bool ordered() const { return groups_ || keys_.in_order(); }
    /// Throws Error (exit 2) for an unknown column.
    void open(const Header& header);

    /// Throws Error (exit 4) where a temporary file can't be written.
    void add(State& state, const Batch& batch, const Place& place, Writer& out) const;
    /// In place of that, for --check.
    OrderCheck check() const { return {keys_, header_, groups_.get(), options_.unique}; }
    /// The same for --merge.
    FileMerge merge_files(size_t files) const { return {keys_, header_, files, options_.unique}; }
    void merge(State&& one) { workers_.push_back(std::move(one)); }
    /// Records of later blocks are left out.
    void cut_after(uint64_t block) { last_block_ = block; }
    /// All is there.
    void finish();
    /// Whether parts must be written one after another: only so is it known when there are enough.
    bool counts_parts() const {
        return options_.top >
               std::min(most_bounded, options_.limits.memory / options_.limits.threads / likely_bytes);
    }
    /// Writes a part of the output; false: there is none of that number.
    bool part(uint64_t number, Writer& out) const;

private:
    /// For more first records than this, all are sorted: with so many to displace, it is no more work, and it
    /// spills.
    static constexpr uint64_t most_bounded = 1 << 14, likely_bytes = 512; // of a record held

    bool holds_top_only() const { return options_.top && !counts_parts(); }
    bool write(std::string_view record, uint64_t origin, bool last, Writer& out) const;
    void add_top(State& state, const Batch& batch, const Place& place, Writer& out) const;
    void spill(State& state) const;
    void write_span(size_t span, bool last, Writer& out) const;
    void write_merged(size_t part, bool last, Writer& out) const;

    SortKeys keys_;
    SortOptions options_;
    Header header_;
    std::unique_ptr<GroupNumbers> groups_;
    mutable std::atomic<uint64_t> in_memory_ = 0;
    uint64_t last_block_ = UINT64_MAX;
    std::vector<State> workers_;
    mutable uint64_t left_ = UINT64_MAX; // records to write, where parts are counted
    HeldPieces held_;
    std::unique_ptr<PieceSort> sort_;   // where nothing was spilled
    std::unique_ptr<MergeParts> merge_; // else
};

} // namespace rowkit::ops
