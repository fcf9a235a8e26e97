// Points on a line, as joins by range and by the nearest earlier record compare them.
#pragma once

#include "base/arena.h"
#include "expr/value.h"

#include <optional>
#include <string_view>

namespace rowkit::ops {

/// A number, a time, or a text; or nothing, of a null. What kind a cell is, it says itself: numbers come
/// first, then ISO 8601 times, then all other texts. Texts belong to others.
using JoinPoint = expr::Value;

/// The point of any value.
JoinPoint join_point(const expr::Value& value);

/// The kinds in their order: nulls, numbers, times, texts.
int point_rank(const JoinPoint& point);
/// A total order: by kind, then by value. Of two points of different kinds neither is near the other.
int compare_points(const JoinPoint& a, const JoinPoint& b);
inline bool same_kind(const JoinPoint& a, const JoinPoint& b) { return a.type() == b.type(); }

/// How far two points may lie apart: a number, or a length of time as `5m` or `1h30m`; of times a number is
/// seconds.
class Tolerance {
public:
    /// Throws Error (exit 2) for what is neither.
    explicit Tolerance(std::string_view text);
    /// `later` is not less than `earlier`. Texts are near only where they are equal.
    bool holds(const JoinPoint& earlier, const JoinPoint& later) const;

private:
    Number most_;
};

} // namespace rowkit::ops
