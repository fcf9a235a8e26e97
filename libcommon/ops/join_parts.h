// Records shared out by the hash of their keys, in temporary files.
#pragma once

#include "ops/group_spill.h"
#include "ops/sorted_run.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace rowkit::ops {

/// What a join past the limit of memory goes by.
struct JoinLimits : SpillLimits {
    explicit JoinLimits(const Settings& settings)
        : SpillLimits(SpillLimits::of(settings)), for_built(usable()) {}

    uint64_t for_built; // what the built side's records may take; the rest is for reading and writing

    /// Each thread joins a part of its own.
    uint64_t for_part() const { return std::max<uint64_t>(for_built / threads, 4 << 10); }
};

/// The records of some hashes, in runs by their origin.
struct JoinPart {
    std::vector<SortedRun> runs;
    uint64_t records = 0;
    uint64_t bytes = 0;
    uint64_t least = UINT64_MAX, most = 0; // hash

    bool one_hash() const { return least >= most; }
};

/// Of a record in a run: where a key is not empty, its last bytes are the origin, the highest one first.
inline uint64_t origin_of(const RunRecord& record) {
    uint64_t origin;
    if (record.key.size() < sizeof origin) return record.origin;
    std::memcpy(&origin, record.key.data() + record.key.size() - sizeof origin, sizeof origin);
    return __builtin_bswap64(origin);
}

/// Shares out what one thread gives it.
class PartWriter {
public:
    static constexpr unsigned first_bits = 5, count = 1u << first_bits; // where all is shared out
    static constexpr unsigned most_bits = 6;

    /// `alike`: of so many of the first bits of the hash. The next `bits` of them say which part it is.
    PartWriter(const JoinLimits& limits, unsigned alike = 0, unsigned bits = first_bits);

    /// Origins rise, and keys are empty. Throws Error (exit 4) where a temporary file can't be written.
    void add(uint64_t hash, const RunRecord& record);
    /// Adds to `parts`, of which there are 1 << bits.
    void finish(std::vector<JoinPart>& parts);

private:
    unsigned part_of(uint64_t hash) const { return static_cast<unsigned>(hash << alike_ >> (64 - bits_)); }

    unsigned alike_, bits_;
    std::vector<RunWriter> writers_;
    std::vector<JoinPart> parts_;
};

} // namespace rowkit::ops
