// The streamed side of a join: each batch's records, with what the built side has for them.
#pragma once

#include "ops/join_build.h"
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
    JoinKeys keys;
    bool null_keys = false;     // nulls match one another
    std::string suffix = "_right"; // of built columns whose name is taken
};

/// What a join counted, over all batches.
struct JoinCounts {
    std::atomic<uint64_t> matched = 0, unmatched = 0; // streamed records
    std::atomic<uint64_t> pairs = 0;
};

/// Copies share the built side and the counts. Bound to one header of the streamed side; const calls are thread-safe.
class Joiner {
public:
    Joiner(std::shared_ptr<const JoinSide> side, std::shared_ptr<const JoinerOptions> options);

    /// Finds the keys; gives the output's header. The first call names the built side's columns, for copies too.
    Header open(const Header& in, const expr::BindOptions& bind);

    void write(const Batch& in, const Place& place, Writer& out) const;

    /// Writes some of the built records that nothing was joined to, from record `from` on; returns where it ended.
    uint32_t write_unmatched(uint32_t from, Writer& out) const;
    const JoinCounts& counts() const { return *counts_; }
    uint32_t built_records() const { return side_->table->records(); }

private:
    class Worker;
    struct Workers {
        std::mutex mutex;
        std::vector<std::unique_ptr<Worker>> free;
    };
    std::unique_ptr<Worker> take_worker() const;

    std::shared_ptr<const JoinSide> side_;
    std::shared_ptr<const JoinerOptions> options_;
    std::shared_ptr<JoinCounts> counts_;
    std::vector<Column> built_columns_; // as they are written
    Header header_;
    expr::BindOptions bind_;
    std::vector<int32_t> key_columns_;  // of each pair: the streamed column, where it is one
    std::shared_ptr<Workers> workers_;  // of this header
};

} // namespace rowkit::ops
