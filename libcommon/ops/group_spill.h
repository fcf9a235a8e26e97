// Groups past the limit of memory: their states in temporary files, partition by partition.
#pragma once

#include "io/frame_file.h"
#include "ops/spill_limits.h"
#include "ops/groups.h"

#include <memory>
#include <vector>

namespace rowkit::ops {

/// Groups of one partition with their keys, places and states, as bytes.
struct SpilledPiece {
    uint32_t partition = 0;
    Frame frame;
    std::shared_ptr<FrameFile> file;
};

/// What one worker, or one part of SharedGroups, has put into a file. Partitions go by the first bits of the
/// keys' hashes; those of a deeper level divide one of the level above.
class GroupSpill {
public:
    static constexpr unsigned most_levels = 14;
    explicit GroupSpill(unsigned level = 0) : level_(level) {}

    /// Writes all groups but those with spilled values. Throws Error (exit 4) where a temporary file can't be
    /// written.
    void write(Groups& groups, const SpillLimits& limits);
    uint32_t partition_of(uint64_t hash) const {
        return static_cast<uint32_t>(hash << (level_ ? first_bits + (level_ - 1) * more_bits : 0) >>
                                     (64 - bits()));
    }
    bool empty() const { return pieces_.empty(); }
    const std::vector<SpilledPiece>& pieces() const { return pieces_; }

    uint64_t counted = 0; // of the groups' bytes, in what all workers hold

private:
    static constexpr unsigned first_bits = 8, more_bits = 4;
    unsigned bits() const { return level_ ? more_bits : first_bits; }
    void write_piece(Groups& groups, std::span<const uint32_t> members, uint32_t partition, Buffer& plain);

    unsigned level_;
    std::shared_ptr<FrameFile> file_;
    std::vector<SpilledPiece> pieces_;
};

/// Merges a piece's groups into others. Used by one thread.
class SpillReader {
public:
    void read(const SpilledPiece& piece, Groups& into);

private:
    Buffer plain_, packed_;
    std::vector<KeyBytes> keys_;
    std::vector<uint64_t> firsts_;
    std::vector<uint32_t> groups_;
};

} // namespace rowkit::ops
