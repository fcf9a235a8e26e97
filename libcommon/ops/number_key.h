// Numbers as bytes that compare as the numbers do.
#pragma once

#include "base/buffer.h"
#include "data/number.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace rowkit::ops {

/// The key of a number: the bits of the nearest double so turned that they compare as the double does,
/// highest byte first, and then what tells numbers with that double apart: one byte for the decimal of up to
/// 15 digits that the double stands for (there is never more than one), more bytes with all digits for any
/// other.
///
/// The first two bytes are from 00 0F to FF F0, and FF F8 for NaN, which leaves room for keys of other kinds
/// before and behind. No key is the beginning of another one.
inline constexpr unsigned char plain_tail = 0x80;

/// The double's bits as an unsigned integer in the order of the doubles.
inline uint64_t ordered_bits(double value) {
    const auto bits = std::bit_cast<uint64_t>(value + 0.0); // -0.0 is 0
    return bits >> 63 ? ~bits : bits | uint64_t{1} << 63;
}

/// `text` is what the number was read from, for numbers with more digits than one can hold; else empty.
void append_number_key_slowly(const Number& number, std::string_view text, Buffer& out);

/// A decimal of up to 15 digits is known by its double alone.
inline bool has_plain_key(const Number& number) {
    constexpr int64_t limit = 1'000'000'000'000'000;
    return number.is_small() && number.small_mantissa() < limit && number.small_mantissa() > -limit;
}

inline void append_number_key(const Number& number, std::string_view text, Buffer& out) {
    if (!has_plain_key(number)) return append_number_key_slowly(number, text, out);
    const uint64_t bits = __builtin_bswap64(ordered_bits(number.to_double()));
    char* to = out.room(16);
    std::memcpy(to, &bits, 8);
    to[8] = static_cast<char>(plain_tail);
    out.advance(9);
}

} // namespace rowkit::ops
