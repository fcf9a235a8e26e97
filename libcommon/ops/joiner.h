// The streamed side of a join: each batch's records, with what the built side has for them.
#pragma once

#include "ops/join_build.h"
#include "ops/join_found.h"
#include "ops/join_matcher.h"
#include "ops/join_merge.h"
#include "ops/join_past_memory.h"
#include "ops/join_unmatched.h"
#include "stream/stage.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace rowkit::ops {

/// Which records are written. Inner: pairs alone.
struct JoinKind {
    bool keep_streamed = false; // left, full: streamed records without a match too
    bool keep_built = false;    // right, full: built ones
    bool semi = false;          // only the streamed records that have a match, as they are
    bool anti = false;          // only those that have none

    bool only_streamed() const { return semi || anti; }
};

struct JoinerOptions {
    JoinKind kind;
    JoinMatching matching;
    std::string suffix = "_right"; // of built columns whose name is taken
};

/// What a join counted, over all batches.
struct JoinCounts {
    std::atomic<uint64_t> matched = 0, unmatched = 0; // streamed records
    std::atomic<uint64_t> pairs = 0;
};

/// Copies share the built side and the counts. Bound to one header of the streamed side; const calls are
/// thread-safe.
class Joiner {
public:
    Joiner(std::shared_ptr<const JoinSide> side, std::shared_ptr<const JoinerOptions> options);
    /// Of a side that memory did not hold.
    Joiner(std::shared_ptr<const JoinSide> side, std::shared_ptr<const JoinPastMemory> past,
           std::shared_ptr<const JoinerOptions> options);
    /// Of sorted inputs: batches must come in order.
    Joiner(std::unique_ptr<JoinMerge> merge, std::shared_ptr<const JoinerOptions> options);

    /// Finds the keys; gives the output's header. The first call names the built side's columns, for copies
    /// too.
    Header open(const Header& in, const expr::BindOptions& bind);

    /// Writes the streamed records without a match to a file; batches must then come in order.
    void write_unmatched_to(std::shared_ptr<UnmatchedFile> file) { unmatched_ = std::move(file); }

    void write(const Batch& in, const Place& place, Writer& out) const;

    /// After the last batch.
    void finish() const;
    /// Then: writes some of the built records that nothing was joined to, where they are wanted; false: these
    /// were the last.
    bool write_unmatched(Writer& out);
    /// When nothing of the run can fail any more: the file of write_unmatched_to() appears.
    void commit() const;

    /// What --summary says beside the common counts.
    std::string summary() const;

private:
    struct Worker;
    struct Workers {
        std::mutex mutex;
        std::vector<std::unique_ptr<Worker>> free;
    };
    std::unique_ptr<Worker> take_worker() const;
    void find_keys();
    void choose_built();
    void add_absent_keys();
    std::vector<Column> untaken(std::vector<Column> columns) const;
    void keep_streamed(Worker& worker, const Batch& in, Writer& out) const;
    void write_built(std::span<const char* const> rows, Writer& out) const;
    void merge(Worker& worker, const Batch& in, const Place& place, Writer& out) const;
    void merge_record(Worker& worker, uint32_t record, const KeyBytes& key, const JoinPoint& point,
                      Writer& out) const;
    void write_rows(Worker& worker, const Batch& in, Writer& out) const;
    void write_found(Worker& worker, const Batch& in, const Place& place, Writer& out) const;
    bool write_unmatched_past_memory(Writer& out);

    std::shared_ptr<const JoinSide> side_;
    std::shared_ptr<JoinMerge> merge_;           // in place of the side's table
    std::shared_ptr<const JoinPastMemory> past_; // the same
    std::shared_ptr<RunMerge> past_unmatched_;
    std::shared_ptr<const JoinerOptions> options_;
    std::shared_ptr<JoinCounts> counts_;
    std::shared_ptr<UnmatchedFile> unmatched_; // where they are wanted
    bool opened_ = false;
    std::vector<Column> built_columns_; // as they are written
    std::vector<uint32_t> built_cells_; // of each: which cell of a row it is
    std::vector<Column> absent_;        // keys that this header has not, though the first one has
    Header header_;
    expr::BindOptions bind_;
    std::vector<int32_t> key_columns_; // of each pair: the streamed column, or behind them in absent_; or -1
    std::vector<std::string> key_names_; // of each, as the first header has it
    uint32_t next_built_ = 0;            // of write_unmatched()
    std::shared_ptr<Workers> workers_;   // of this header
};

} // namespace rowkit::ops
