// Text to numbers.
#pragma once

#include "data/number.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace rowkit {

/// The number that a whole text is: an optional sign, digits with at most one point among, before or after
/// them, and an optional exponent, as in -12.50, 007, .5, 5., +1e5, 1E-3. ASCII blanks around it are allowed,
/// nothing else: no hexadecimal, inf, nan, underscores or thousands separators. Exact where a decimal can be
/// (see Number), else the nearest double; a number past the range of doubles (1e400) is none, one too near to
/// zero for them is 0.
std::optional<Number> parse_number(std::string_view text);

/// Order of the numbers that two number texts are, exact for any count of digits: less than 0, 0, more than
/// 0. Slower than compare(); for texts whose Number was_rounded().
int compare_number_texts(std::string_view a, std::string_view b);

/// parse_number() for any text; the inline one takes up to 24 plain characters.
std::optional<Number> parse_number_slowly(std::string_view text);

/// Eight to sixteen characters at a time: each is a byte of a word, the first one lowest.
namespace swar {

static_assert(std::endian::native == std::endian::little);

constexpr uint64_t zeros = 0x3030303030303030; // "00000000"

inline uint64_t load8(const char* at) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    return word;
}

inline uint32_t load4(const char* at) {
    uint32_t word;
    std::memcpy(&word, at, 4);
    return word;
}

/// 0x80 in each byte that is not from 0 to 9. Bytes above one that is not may be wrong.
inline uint64_t not_digits(uint64_t bytes) {
    return ((bytes + 0x7676767676767676) | bytes) & 0x8080808080808080;
}

/// The value of eight digits, each a byte from 0 to 9: neighbours are joined to two, four, then eight digits
/// (D. Lemire, "Quickly parsing eight digits", 2018).
inline uint64_t join(uint64_t bytes) {
    bytes = (bytes * (1 + (10 << 8)) >> 8) & 0x00FF00FF00FF00FF;
    bytes = (bytes * (1 + (100 << 16)) >> 16) & 0x0000FFFF0000FFFF;
    return bytes * (1 + (uint64_t{10000} << 32)) >> 32;
}

/// `size` characters, 1 to 8, after zeros.
inline uint64_t load_right(const char* text, size_t size) {
    if (size == 8) return load8(text);
    if (size >= 4) // the middle may be loaded twice
        return uint64_t{load4(text + size - 4)} << 32 | uint64_t{load4(text)} << (64 - 8 * size) |
               zeros >> (8 * size);
    const auto byte = [&](size_t at) { return uint64_t{static_cast<unsigned char>(text[at])}; };
    return byte(size - 1) << 56 | byte(size / 2) << (56 - 8 * (size - 1 - size / 2)) |
           byte(0) << (64 - 8 * size) | zeros >> (8 * size);
}

/// The same for a text that 8 readable bytes follow: without a branch on the size.
inline uint64_t load_right_padded(const char* text, size_t size) {
    return load8(text) << (64 - 8 * size) | zeros >> 4 >> (8 * size - 4); // a shift by 64 is none
}

/// The position of the one byte that is no digit if it is a point, else -1. `odd` is not_digits(bytes), not
/// 0.
inline int find_point(uint64_t bytes, uint64_t odd) {
    const int bit = std::countr_zero(odd) - 7;
    return (odd & (odd - 1)) == 0 && (bytes >> bit & 0xFF) == ('.' ^ '0') ? bit : -1;
}

/// Takes the byte at `bit` out: those before it, and `before`, move up by one.
inline uint64_t close_gap(uint64_t bytes, int bit, uint64_t before) {
    const uint64_t below = bytes & ((uint64_t{1} << bit) - 1);
    const uint64_t above = bytes & (~uint64_t{0} << bit << 8);
    return above | below << 8 | before;
}

/// Digits with at most one point: their value, and how many come after the point, -1 if there is none.
struct Digits {
    uint64_t value;
    int after_point;
};

/// What load_right() gave.
inline bool read_short(uint64_t word, Digits& digits) {
    word ^= zeros;
    digits.after_point = -1;
    if (const uint64_t odd = not_digits(word)) {
        const int bit = find_point(word, odd);
        if (bit < 0) return false;
        digits.after_point = 7 - bit / 8;
        word = close_gap(word, bit, 0);
    }
    digits.value = join(word);
    return true;
}

/// 9 to 16 characters.
inline bool read_long(const char* text, size_t size, Digits& digits) {
    const int gap = static_cast<int>(8 * (16 - size)); // from 0 to 56 bits
    uint64_t first = (load8(text) << gap | zeros >> 8 >> (56 - gap)) ^ zeros;
    uint64_t last = load8(text + size - 8) ^ zeros;
    digits.after_point = -1;
    const uint64_t odd_first = not_digits(first), odd_last = not_digits(last);
    if ((odd_first | odd_last) != 0) {
        if (odd_last != 0) {
            const int bit = find_point(last, odd_last);
            if (bit < 0 || odd_first != 0) return false;
            digits.after_point = 7 - bit / 8;
            last = close_gap(last, bit, first >> 56);
            first <<= 8;
        } else {
            const int bit = find_point(first, odd_first);
            if (bit < 0) return false;
            digits.after_point = 15 - bit / 8;
            first = close_gap(first, bit, 0);
        }
    }
    digits.value = join(first) * 100'000'000 + join(last);
    return true;
}

} // namespace swar

/// The same for up to 16 plain characters; false: ask parse_number(). Where many texts are read this is
/// faster than an optional, which g++ stores and reloads. `padded`: 8 readable bytes follow the text, as they
/// do the cells of a batch.
template <bool padded = false>
[[gnu::always_inline]] inline bool parse_plain_number(std::string_view text, Number& number) {
    if (text.size() - 1 >= 16) return false;
    const uint64_t negative = text[0] == '-';
    const char* const start = text.data() + negative;
    const size_t size = text.size() - negative;
    swar::Digits digits;
    if (size - 1 < 8
            ? !swar::read_short(padded ? swar::load_right_padded(start, size) : swar::load_right(start, size),
                                digits) ||
                  (size == 1 && digits.after_point == 0)
            : size == 0 || !swar::read_long(start, size, digits))
        return false;
    const auto mantissa = static_cast<int64_t>((digits.value ^ -negative) + negative);
    number = Number(mantissa, digits.after_point < 0 ? 0 : digits.after_point);
    return true;
}

inline std::optional<Number> parse_number(std::string_view text) {
    Number number;
    if (parse_plain_number(text, number)) return number;
    const std::optional<Number> slowly = parse_number_slowly(text);
    if (!slowly) return {};
    return slowly->in_registers();
}

} // namespace rowkit
