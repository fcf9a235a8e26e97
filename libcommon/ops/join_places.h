// Where the built records of a join lie on a line: which of a group is the last before a point, which spans
// hold it.
#pragma once

#include "ops/join_point.h"

#include <cstdint>
#include <span>
#include <vector>

namespace rowkit::ops {

/// A point or a span of each built record.
struct JoinSpans {
    std::vector<JoinPoint> low;
    std::vector<JoinPoint> high; // of spans, whose ends belong to them; else empty
};

/// Finds records in O(log n) and what it finds. Immutable, so that threads may share it.
class JoinPlaces {
public:
    /// `starts`, `members`: the records of group g stand from members[starts[g]] to before members[starts[g +
    /// 1]].
    JoinPlaces(JoinSpans spans, std::span<const uint32_t> starts, std::span<const uint32_t> members);

    static constexpr uint32_t none = UINT32_MAX;

    /// The record of the group with the greatest point that is not after `point`, the last of several; or
    /// none.
    uint32_t last_before(uint32_t group, const JoinPoint& point) const;
    const JoinPoint& low(uint32_t record) const { return spans_.low[record]; }

    /// Appends the group's records whose span holds `point`, as they stood in the file.
    void holding(uint32_t group, const JoinPoint& point, std::vector<uint32_t>& records) const;

private:
    size_t end_before(uint32_t group, const JoinPoint& point) const;
    bool later_end(uint32_t a, uint32_t b) const;
    void search(size_t node, size_t from, size_t to, size_t begin, size_t end, const JoinPoint& point,
                std::vector<uint32_t>& records) const;

    JoinSpans spans_;
    std::span<const uint32_t> starts_;
    std::vector<uint32_t> ordered_; // members, within each group by their low ends
    std::vector<uint32_t> latest_;  // a binary heap over ordered_: the record below it that ends last
    size_t leaves_ = 0;
};

} // namespace rowkit::ops
