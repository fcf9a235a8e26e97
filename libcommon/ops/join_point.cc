// Points on a line, as joins compare them.
#include "ops/join_point.h"

#include "base/error.h"
#include "data/number_parse.h"
#include "data/time_duration.h"
#include "expr/coerce.h"

#include <string>

namespace rowkit::ops {

using expr::Type;

JoinPoint join_point(const expr::Value& value) {
    if (value.is_texty()) { // JSON has no other times, and rowsort takes a computed text as it does a cell
        if (const auto number = parse_number(value.text())) return JoinPoint::of(*number);
        if (const auto time = parse_time(value.text())) return JoinPoint::of(*time);
        return JoinPoint::of(value.text());
    }
    if (value.is(Type::boolean)) return JoinPoint::of(value.boolean() ? "true" : "false");
    if (value.is(Type::list) || value.is(Type::object)) return JoinPoint::of(value.text());
    return value;
}

int point_rank(const JoinPoint& point) {
    switch (point.type()) {
    case Type::null:
        return 0;
    case Type::number:
        return 1;
    case Type::time:
        return 2;
    default:
        return 3;
    }
}

int compare_points(const JoinPoint& a, const JoinPoint& b) {
    if (a.type() != b.type()) return point_rank(a) < point_rank(b) ? -1 : 1;
    switch (a.type()) {
    case Type::number:
        return compare(a.number(), b.number());
    case Type::time:
        return a.time() == b.time() ? 0 : a.time() < b.time() ? -1 : 1;
    case Type::text:
        return a.text().compare(b.text());
    default:
        return 0;
    }
}

Tolerance::Tolerance(std::string_view text) {
    std::optional<Number> most = parse_number(text);
    if (!most) most = parse_duration(text);
    if (!most || most->sign() < 0)
        throw usage_error("--tolerance: \"" + std::string(text) +
                              "\" is neither a number nor a length of time",
                          "numbers are written 0.5, lengths of time 90s, 5m or 1h30m");
    most_ = *most;
}

bool Tolerance::holds(const JoinPoint& earlier, const JoinPoint& later) const {
    switch (later.type()) {
    case Type::number:
        return compare(later.number() - earlier.number(), most_) <= 0;
    case Type::time: {
        const Time &from = earlier.time(), &to = later.time();
        const Number nanoseconds = Number(to.seconds - from.seconds) * Number(int64_t{1'000'000'000}) +
                                   Number(int64_t{to.nanoseconds} - from.nanoseconds);
        return compare(nanoseconds, most_ * Number(int64_t{1'000'000'000})) <= 0;
    }
    default:
        return compare_points(earlier, later) == 0;
    }
}

} // namespace rowkit::ops
