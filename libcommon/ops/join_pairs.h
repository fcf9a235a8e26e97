// Both sides of a join past memory, part by part: what each streamed key finds, in runs by the places of the
// stream.
#pragma once

#include "ops/join_found.h"
#include "ops/join_matcher.h"
#include "ops/join_spill.h"
#include "ops/run_merge.h"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace rowkit::ops {

/// What is asked of the parts.
struct PairRules {
    const JoinMatching& matching;
    JoinTable::Options table;
    size_t row_cells = 0;
    bool only_streamed = false; // whether there is a match is all that counts
    bool one = false;           // a second record of the same key is looked for
};

/// What they gave.
struct JoinPairs {
    /// Two built records of the same key.
    struct Repeated {
        uint64_t first, second; // origins
        std::string key;
        uint64_t forms;
    };

    FoundRuns found;                  // where only the match counts, nothing stands behind the keys
    std::vector<SortedRun> unmatched; // rows by their origin, where they were marked
    uint64_t keys = 0;
    std::optional<Repeated> repeated; // the one whose second record comes first
};

/// Joins parts side by side. Where built records are still too many for memory, they are shared out once
/// more, and those of one key are taken in turns; where points count, in their order.
class PairFinder {
public:
    PairFinder(const PairRules& rules, const JoinLimits& limits) : rules_(rules), limits_(limits) {}

    /// Throws Error (exit 4) where a temporary file can't be written.
    JoinPairs find(std::vector<JoinPart> built, std::vector<JoinPart> streamed);

private:
    /// Some built records.
    struct Chunk {
        std::unique_ptr<JoinTable> table;
        std::vector<uint64_t> origins;
        std::string first_key, last_key;
        JoinPoint latest; // of the high ends of those with the last key
    };
    /// What one thread makes.
    struct Made {
        std::shared_ptr<FrameFile> file;
        JoinPairs pairs{};
    };
    /// What a part was shared out of.
    struct Parent {
        unsigned alike = PartWriter::first_bits; // so many bits of the hashes in the part
        uint64_t bytes = UINT64_MAX;
    };
    Made take_made();
    void give_back(Made&& made);
    void join(JoinPart& built, JoinPart& streamed, Parent parent, Made& made);
    void share_out(JoinPart& built, JoinPart& streamed, Parent parent, uint64_t bytes, Made& made);
    Chunk load(RunMerge& rows, bool once) const;
    void join_by_point(JoinPart& built, JoinPart& streamed, Made& made);
    uint32_t keep_many(const Chunk& chunk, std::span<const uint32_t> records, Made& made);
    void look_up(const Chunk& chunk, const JoinPart& streamed, Made& made);
    void keep_unmatched(const Chunk& chunk, Made& made) const;
    void note_repeated(const Chunk& chunk, Made& made) const;

    PairRules rules_;
    const JoinLimits& limits_;
    std::mutex mutex_;
    std::vector<Made> idle_;
    std::vector<SortedRun> many_;
};

} // namespace rowkit::ops
