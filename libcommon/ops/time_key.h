// Times as bytes that compare as they do; and as numbers how they were written.
#pragma once

#include "base/buffer.h"
#include "data/time.h"

#include <string_view>

namespace rowkit::ops {

/// What a sort key that is a time begins with: behind numbers, before texts (see number_key.h).
constexpr std::string_view time_mark("\xFF\xF9", 2);

constexpr size_t time_key_size = 10;
/// Appends what memcmp() orders as times are ordered; of equal ones the same.
void append_time_key(const Time& time, Buffer& out);
/// The time of such bytes, as one in UTC to the precision that it needs.
Time read_time_key(std::string_view key);

/// How a time is written, beside when it is: not 0; in time_shape_bits, or where it has no offset in the low
/// short_shape_bits.
uint32_t time_shape(const Time& time);
constexpr unsigned short_shape_bits = 7, time_shape_bits = 25;
/// Whether the others are needed, told by the low ones.
bool is_long_shape(uint32_t shape);
/// The same time written so.
Time with_shape(Time time, uint32_t shape);

} // namespace rowkit::ops
