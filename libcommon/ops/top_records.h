// The first N records of a sort, held by each worker while it looks at all.
#pragma once

#include "ops/held_pieces.h"

#include <deque>
#include <string>

namespace rowkit::ops {

/// Records that come later than the N-th held one are passed over by their keys alone. Blocks that may yet
/// turn out to follow a bad record displace nothing before they are settled (Place::settled). At most 2 N +
/// 4096 records are held, and what is wanted of the blocks on their way.
class TopRecords {
public:
    TopRecords() = default;
    /// `unique`: N different keys.
    TopRecords(uint64_t count, bool unique) : count_(count), unique_(unique) {}

    void add(const Batch& batch, const Place& place, RecordKeys& keys, Writer& out);
    void take(TopRecords&& other) { held_.take(std::move(other.held_)); }
    /// Drops all but the first N of the settled blocks.
    void cut();
    /// Drops all but the first N of the blocks up to this one.
    void finish(uint64_t last_block);

    HeldPieces& held() { return held_; }
    /// Of the records that the last cut() left: what no cut makes less.
    uint64_t kept_bytes() const { return kept_bytes_; }

private:
    struct Unsettled {
        uint64_t block, records;
    };

    void settle(uint64_t before);

    uint64_t count_ = 0;
    bool unique_ = false;
    HeldPieces held_;
    uint64_t settled_ = 0;            // blocks before this one are
    uint64_t settled_records_ = 0;    // of those held
    uint64_t kept_bytes_ = 0;
    std::deque<Unsettled> unsettled_; // in the order of the blocks
    std::string
        limit_; // the key of the N-th record; a record that comes later with the same one is not wanted
    bool limited_ = false;
    Buffer keys_;
    std::vector<uint32_t> ends_;
    std::vector<uint32_t> wanted_;
};

} // namespace rowkit::ops
