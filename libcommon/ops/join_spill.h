// The built side of a join that memory does not hold: its records by the hash of their keys.
#pragma once

#include "ops/hash_filter.h"
#include "ops/join_parts.h"
#include "ops/join_table.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace rowkit::ops {

/// Where records are from: the block, and which one of it they are. Less is earlier in the file.
constexpr uint64_t built_origin(uint64_t block, uint32_t record) { return block << 32 | record; }

struct JoinSpilledSide {
    std::vector<JoinPart> parts; // bytes as JoinRecordReader reads them
    std::vector<SortedRun> lone; // rows whose null keys match nothing, where they are written at the end
    std::shared_ptr<HashFilter> hashes; // of all in `parts`
    uint64_t records = 0;
    std::vector<std::pair<uint64_t, uint64_t>>
        blocks; // each with its records; where their numbers may be asked for

    /// Which record of the file, from 1.
    uint64_t number_of(uint64_t origin) const;
};

/// Writes records to temporary files. Used by one thread.
class BuiltSpill {
public:
    /// `hashes` is for all threads. `numbers`: number_of() will be asked.
    BuiltSpill(const JoinLimits& limits, const JoinTable::Options& options,
               std::shared_ptr<HashFilter> hashes, size_t row_cells, bool numbers);

    /// Writes all of them and lets go of them; blocks come in order. Throws Error (exit 4) where that fails.
    void write(JoinPieces& pieces);
    /// Adds to the side what was written.
    void finish(JoinSpilledSide& side);

private:
    JoinTable::Options options_;
    std::shared_ptr<HashFilter> hashes_;
    CellRows rows_;
    bool numbers_;
    PartWriter parts_;
    std::optional<RunWriter> lone_;
    uint64_t records_ = 0;
    std::vector<std::pair<uint64_t, uint64_t>> blocks_;
    uint64_t block_ = UINT64_MAX; // the last one
    uint32_t next_ = 0;           // of its records
    Buffer bytes_;
};

} // namespace rowkit::ops
