// Sorts a stream of records, in memory or past it: what a tool offers as a HoldingFolder (stream/shapes.h).
#pragma once

#include "ops/held_pieces.h"
#include "ops/piece_sort.h"
#include "ops/run_merge.h"
#include "stream/settings.h"

#include <atomic>
#include <memory>
#include <optional>

namespace rowkit::ops {

/// What a sort is to do.
struct SortOptions {
    bool unique = false; // of records with the same key, the first one
    uint64_t memory = 0; // bytes
    unsigned threads = 1;
    std::string tmpdir;

    /// Memory, threads and so on from the command line's settings.
    static SortOptions of(const Settings& settings);
};

/// Workers hold records until all of them together hold too many; whoever notices sorts what it has into a run in a
/// temporary file. The output does not tell.
class RecordSorter {
public:
    struct State { // of one worker
        std::optional<RecordKeys> keys;
        HeldPieces held;
        uint64_t counted = 0; // of held.bytes(), in what all hold
        std::shared_ptr<FrameFile> file;
        std::vector<SortedRun> runs;
    };

    RecordSorter(SortKeys keys, SortOptions options) : keys_(std::move(keys)), options_(std::move(options)) {}

    Demand demand() const { return {.kind = Demand::columns, .names = keys_.names(), .keeps = true}; }
    /// Throws Error (exit 2) for an unknown column.
    void open(const Header& header, const expr::BindOptions& bind);

    /// Throws Error (exit 4) where a temporary file can't be written.
    void add(State& state, const Batch& batch, const Place& place, const Writer& out) const;
    void merge(State&& one) { workers_.push_back(std::move(one)); }
    /// All is there.
    void finish();
    /// Writes a part of the output; false: there is none of that number.
    bool part(uint64_t number, Writer& out) const;

private:
    void spill(State& state) const;
    void write_span(size_t span, bool last, Writer& out) const;
    void write_merged(size_t part, bool last, Writer& out) const;
    /// The record's bytes as they are to be written.
    std::string_view ended(std::string_view record, uint64_t origin, bool last) const;
    size_t frame_bytes() const;

    SortKeys keys_;
    SortOptions options_;
    Header header_;
    mutable std::atomic<uint64_t> in_memory_ = 0;
    std::vector<State> workers_;
    HeldPieces held_;
    std::unique_ptr<PieceSort> sort_;   // where nothing was spilled
    std::unique_ptr<MergeParts> merge_; // else
};

} // namespace rowkit::ops
