// The first N records of a sort, held by each worker while it looks at all.
#pragma once

#include "ops/held_pieces.h"

#include <string>

namespace rowkit::ops {

/// Records that come later than the N-th held one are passed over by their keys alone. At most 2 N + 4096 are
/// held.
class TopRecords {
public:
    TopRecords() = default;
    /// `unique`: N different keys.
    TopRecords(uint64_t count, bool unique) : count_(count), unique_(unique) {}

    void add(const Batch& batch, const Place& place, RecordKeys& keys, Writer& out);
    void take(TopRecords&& other) { held_.take(std::move(other.held_)); }
    /// Drops all but the first N.
    void cut();

    HeldPieces& held() { return held_; }

private:
    uint64_t count_ = 0;
    bool unique_ = false;
    HeldPieces held_;
    std::string
        limit_; // the key of the N-th record; a record that comes later with the same one is not wanted
    bool limited_ = false;
    Buffer keys_;
    std::vector<uint32_t> ends_;
    std::vector<uint32_t> wanted_;
};

} // namespace rowkit::ops
