// Keys of a join as bytes that compare as rowsort orders them.
#include "ops/join_order.h"

#include "base/error.h"
#include "data/number_parse.h"
#include "ops/number_key.h"
#include "ops/text_key.h"
#include "ops/time_key.h"

#include <string>

namespace rowkit::ops {

void append_key_order(const KeyBytes& key, size_t parts, Buffer& scratch, Buffer& out) {
    constexpr std::string_view text_mark("\xFF\xFA", 2), null_mark("\xFF\xFF", 2); // see number_key.h
    for (size_t part = 0; part < parts; ++part) {
        const Cell cell = key_cell(key, part, parts, scratch);
        if (cell.is_null()) {
            out.append(null_mark);
        } else if (const auto time = key_time(key, part, parts)) {
            out.append(time_mark);
            append_time_key(*time, out);
        } else if (const auto number = parse_number(cell.raw())) {
            append_number_key(*number, cell.raw(), out);
        } else {
            out.append(text_mark);
            append_text_key(cell.raw(), out);
        }
    }
}

void append_point_order(const JoinPoint& point, Buffer& out) {
    out.push_back(static_cast<char>(point_rank(point)));
    switch (point.type()) {
    case expr::Type::number:
        return append_number_key(point.number(), {}, out);
    case expr::Type::time:
        append_number_bytes(static_cast<uint64_t>(point.time().seconds) ^ uint64_t{1} << 63, 8, out);
        return append_number_bytes(static_cast<uint64_t>(point.time().nanoseconds), 4, out);
    case expr::Type::text:
        return append_text_key(point.text(), out);
    default:
        return;
    }
}

bool PointOrder::goes_on(const JoinPoint& point) {
    at_nulls_ = at_nulls_ || point.is_null();
    if (at_nulls_) return point.is_null();
    if (!last_.is_null() && compare_points(last_, point) > 0) return false;
    last_ = point;
    if (!point.is(expr::Type::text)) return true;
    text_.assign(point.text());
    last_ = JoinPoint::of(std::string_view(text_));
    return true;
}

void refuse_order() {
    throw Error(Exit::bad_data, {}, "--sorted: this record's key comes before the one above it",
                "rowsort puts them in order; without --sorted they need not be");
}

void refuse_point_order(const JoinPoint& point) {
    const bool time = point.is(expr::Type::time);
    throw Error(Exit::bad_data, {}, "--sorted: this record's time or number comes before the one above it",
                std::string("rowsort by the keys and then by it") + (time ? ", as in 'key, t time'," : "") +
                    " puts them in order; without --sorted they need not be");
}

} // namespace rowkit::ops
