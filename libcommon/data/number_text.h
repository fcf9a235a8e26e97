// Numbers to text.
#pragma once

#include "base/buffer.h"
#include "data/number.h"

#include <cstdint>

namespace rowkit {

/// Appends a number without noise: decimals in plain notation without trailing zeros after the point; doubles
/// in the fewest digits that read back as the same double, with an exponent below 1e-7 and from 1e21 on. An
/// infinity is "inf" or "-inf", NaN "nan"; zero has no sign.
void append_number(const Number& a, Buffer& out);

/// Writes a small decimal as append_number() does and returns its end; `to` has small_number_room bytes, all
/// of which may be written.
char* write_small_number(const Number& a, char* to);
inline constexpr size_t small_number_room = 64;

/// Appends round(a, places) with exactly `places` digits after the point; `places` is from 0 to 400.
void append_fixed(const Number& a, int places, Buffer& out);

/// Appends a text that two numbers share if and only if they are equal: that of append_number() for all
/// decimals and for doubles equal to one; other doubles have an exponent (1e-1 is the double next to 0.1).
void append_number_key(const Number& a, Buffer& out);

/// The fewest decimal digits that read back as a finite double that is not negative: value = digits /
/// 10^scale, in which the scale may be negative and there is no trailing zero.
struct ShortestDigits {
    explicit ShortestDigits(double value);
    /// Takes the last `count` digits away, halves away from zero; `count` is at least 1. There may be zeros
    /// at the end.
    void drop(int count);
    uint64_t digits = 0;
    int scale = 0;
};

} // namespace rowkit
