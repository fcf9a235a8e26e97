// Times as bytes that compare as they do.
#include "ops/time_key.h"

#include "ops/text_key.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr int64_t seconds_from = int64_t{1} << 47; // so that none is negative
constexpr int32_t offset_from = 1 << 17;

uint64_t read_number_bytes(std::string_view bytes) {
    uint64_t number = 0;
    for (char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

} // namespace

void append_time_key(const Time& time, Buffer& out) {
    append_number_bytes(static_cast<uint64_t>(time.seconds + seconds_from), 6, out);
    append_number_bytes(static_cast<uint32_t>(time.nanoseconds), 4, out);
}

Time read_time_key(std::string_view key) {
    Time time;
    time.seconds = static_cast<int64_t>(read_number_bytes(key.substr(0, 6))) - seconds_from;
    time.nanoseconds = static_cast<int32_t>(read_number_bytes(key.substr(6, 4)));
    if (time.seconds % 86400 == 0 && time.nanoseconds == 0) return time;
    time.zone = Time::Zone::utc;
    time.with_t = true;
    time.precision = time.nanoseconds ? Time::Precision::fraction : Time::Precision::second;
    time.digits = time.nanoseconds ? 9 : 0;
    return time;
}

/// Bits 0 to 3: 1 for a day, 2 for minutes, 3 for seconds, 3 + digits for fractions; 4: T; 5 and 6: the zone;
/// then the offset.
uint32_t time_shape(const Time& time) {
    const uint32_t precision =
        1 + static_cast<uint32_t>(time.precision) + (time.digits ? time.digits - 1U : 0U);
    const uint32_t shape = precision | uint32_t{time.with_t} << 4 | static_cast<uint32_t>(time.zone) << 5;
    return is_long_shape(shape) ? shape | static_cast<uint32_t>(time.offset + offset_from) << short_shape_bits
                                : shape;
}

bool is_long_shape(uint32_t shape) { return static_cast<Time::Zone>(shape >> 5 & 3) == Time::Zone::offset; }

Time with_shape(Time time, uint32_t shape) {
    const uint32_t precision = std::clamp(shape & 15, 1U, 12U);
    time.precision = static_cast<Time::Precision>(std::min(precision - 1, 3U));
    time.digits = static_cast<uint8_t>(precision > 3 ? precision - 3 : 0);
    time.with_t = shape >> 4 & 1;
    time.zone = static_cast<Time::Zone>(std::min(shape >> 5 & 3, 2U));
    time.offset = is_long_shape(shape) ? static_cast<int32_t>(shape >> short_shape_bits) - offset_from : 0;
    return time;
}

} // namespace rowkit::ops
