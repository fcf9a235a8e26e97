// Numbers to text.
#include "data/number_text.h"

#include "data/number_parts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace rowkit {
namespace {

constexpr int most_digits = 40; // of 2^127, and one to spare

constexpr std::array<char, 200> digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (int i = 0; i < 200; ++i) pairs[i] = static_cast<char>('0' + (i % 2 == 0 ? i / 20 : i / 2 % 10));
    return pairs;
}();

/// The eight digits of a value below 10^8, each a byte from 0 to 9, the first one lowest: four digits apart
/// from four, two from two, one from one, all at a time (P. Khuong, "How to print integers really fast",
/// 2017).
uint64_t eight_digits(uint64_t value) {
    const uint64_t fours = value / 10000 | value % 10000 << 32;
    const uint64_t high_twos =
        (fours * 10486 >> 20) & 0x0000007F0000007F; // 10486 / 2^20 is 1 / 100 up to 10^4
    const uint64_t twos = high_twos | (fours - 100 * high_twos) << 16;
    const uint64_t high_ones = (twos * 103 >> 10) & 0x000F000F000F000F; // 103 / 2^10 is 1 / 10 up to 99
    return high_ones | (twos - 10 * high_ones) << 8;
}

/// write_small_number() for a magnitude below 10^8 and a scale from 0 to 7: without a branch, since neither
/// the number of digits nor that of zeros at the end would be foreseen.
char* write_tiny_number(bool negative, uint64_t magnitude, int scale, char* to) {
    const uint64_t digits = eight_digits(magnitude), text = digits | 0x3030303030303030;
    const int before_point = 8 - scale;
    const int first = std::min(std::countr_zero(digits) / 8, before_point - 1); // a zero may be the only one
    const int after_point = scale - std::min(std::countl_zero(digits) / 8, scale);
    *to = '-';
    to += negative;
    const uint64_t whole = text >> 8 * first;
    std::memcpy(to, &whole, 8);
    to += before_point - first;
    *to = '.';
    const uint64_t fraction = text >> 4 >> (8 * before_point - 4); // a shift by 64 is none
    std::memcpy(to + 1, &fraction, 8);
    return to + after_point + (after_point != 0);
}

/// Writes the digits of `value` so that they end before `end`; returns where they begin.
char* write_digits(uint64_t value, char* end) {
    for (; value >= 100; value /= 100) std::memcpy(end -= 2, digit_pairs.data() + value % 100 * 2, 2);
    if (value >= 10) {
        std::memcpy(end -= 2, digit_pairs.data() + value * 2, 2);
    } else {
        *--end = static_cast<char>('0' + value);
    }
    return end;
}

char* write_digits(uint128 value, char* end) {
    constexpr uint64_t unit = 1'000'000'000'000'000'000;
    while (value >> 64 != 0) {
        char* const stop = end - 18;
        end = write_digits(static_cast<uint64_t>(value % unit), end);
        while (end > stop) *--end = '0';
        value /= unit;
    }
    return write_digits(static_cast<uint64_t>(value), end);
}

/// Writes digits[0, count) with the point `scale` digits before their end, and a zero where nothing stands
/// before it; returns the end, max(count, scale) + 3 bytes on at most.
char* write_plain(bool negative, const char* digits, int count, int scale, char* at) {
    if (negative) *at++ = '-';
    const int whole = count - scale;
    if (scale == 0) {
        std::memcpy(at, digits, count);
        return at + count;
    }
    if (whole > 0) {
        std::memcpy(at, digits, whole);
        at[whole] = '.';
        std::memcpy(at + whole + 1, digits + whole, scale);
        return at + count + 1;
    }
    std::memcpy(at, "0.", 2);
    std::memset(at + 2, '0', -whole);
    std::memcpy(at + 2 - whole, digits, count);
    return at + 2 + scale;
}

/// The same, at the end of a buffer.
void append_plain(bool negative, const char* digits, int count, int scale, Buffer& out) {
    char* const start = out.room(static_cast<size_t>(std::max(count, scale) + 3));
    out.advance(static_cast<size_t>(write_plain(negative, digits, count, scale, start) - start));
}

void append_decimal(const Number& a, Buffer& out) {
    if (a.is_small()) {
        char* const start = out.room(small_number_room);
        return out.advance(static_cast<size_t>(write_small_number(a, start) - start));
    }
    char digits[most_digits];
    char* const end = digits + most_digits;
    const Number plain = without_trailing_zeros(a);
    const char* const start = write_digits(magnitude(plain.mantissa()), end);
    append_plain(a.sign() < 0, start, static_cast<int>(end - start), plain.scale(), out);
}

void append_scientific(double value, Buffer& out) {
    char* const start = out.room(32);
    out.advance(std::to_chars(start, start + 32, value, std::chars_format::scientific).ptr - start);
}

/// False if the double is no number.
bool append_special(double value, Buffer& out) {
    if (std::isfinite(value)) return false;
    out.append(std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
    return true;
}

void append_shortest(bool negative, const ShortestDigits& shortest, Buffer& out) {
    char digits[most_digits + 310]; // the largest double has 309 digits
    char* const end = digits + sizeof digits;
    const int zeros = std::max(-shortest.scale, 0);
    std::memset(end - zeros, '0', zeros);
    const char* const start = write_digits(shortest.digits, end - zeros);
    append_plain(negative, start, static_cast<int>(end - start), std::max(shortest.scale, 0), out);
}

void append_real(double value, Buffer& out) {
    if (append_special(value, out)) return;
    const double size = std::fabs(value);
    if (size != 0 && (size < 1e-7 || size >= 1e21)) return append_scientific(value, out);
    char* const start = out.room(32);
    char* const end = std::to_chars(start, start + 32, value).ptr;
    // std::to_chars takes an exponent where that is shorter, and all digits of large integers.
    if (size != 0 && size < 0x1p53 && std::memchr(start, 'e', static_cast<size_t>(end - start)) == nullptr)
        return out.advance(static_cast<size_t>(end - start));
    append_shortest(value < 0, ShortestDigits(size), out);
}

void append_zeros(int count, Buffer& out) {
    std::memset(out.room(static_cast<size_t>(count)), '0', static_cast<size_t>(count));
    out.advance(static_cast<size_t>(count));
}

} // namespace

ShortestDigits::ShortestDigits(double value) {
    if (value == 0) return;
    char text[32];
    const char* const end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    const char* at = text;
    int after_point = 0;
    for (; *at != 'e'; ++at) {
        if (*at == '.') continue;
        digits = digits * 10 + static_cast<uint64_t>(*at - '0');
        ++after_point;
    }
    ++at;
    if (*at == '+') ++at;
    int exponent = 0;
    std::from_chars(at, end, exponent);
    scale = after_point - 1 - exponent;
    for (; digits % 10 == 0; --scale) digits /= 10;
}

void ShortestDigits::drop(int count) {
    digits = static_cast<uint64_t>(drop_digits(digits, count));
    scale -= count;
}

char* write_small_number(const Number& a, char* to) {
    const int64_t mantissa = a.small_mantissa();
    uint64_t value = mantissa < 0 ? -static_cast<uint64_t>(mantissa) : static_cast<uint64_t>(mantissa);
    int scale = a.scale();
    if (value < 100'000'000 && scale < 8) return write_tiny_number(mantissa < 0, value, scale, to);
    for (; scale > 0 && value % 10 == 0; --scale) value /= 10;
    // Pieces of fixed sizes are moved, which needs no call; what lies behind the number is anything.
    char digits[20 + 24];
    char* const end = digits + 20;
    const char* const start = write_digits(value, end);
    const auto count = static_cast<int>(end - start);
    if (count <= scale) return write_plain(mantissa < 0, start, count, scale, to);
    *to = '-';
    to += mantissa < 0;
    std::memcpy(to, start, 24);
    if (scale == 0) return to + count;
    const int whole = count - scale;
    to[whole] = '.';
    std::memcpy(to + whole + 1, start + whole, 24);
    return to + count + 1;
}

void append_number(const Number& a, Buffer& out) {
    if (a.is_real()) {
        append_real(a.real(), out);
    } else {
        append_decimal(a, out);
    }
}

void append_fixed(const Number& a, int places, Buffer& out) {
    places = std::clamp(places, 0, 400);
    const Number rounded = round(a, places);
    int scale = rounded.scale();
    if (rounded.is_real()) { // past 127 bits, or with more places than a decimal has
        if (append_special(rounded.real(), out)) return;
        ShortestDigits shortest(std::fabs(rounded.real()));
        if (shortest.scale > places) shortest.drop(shortest.scale - places);
        append_shortest(rounded.real() < 0 && shortest.digits != 0, shortest, out);
        scale = std::max(shortest.scale, 0);
    } else {
        char digits[most_digits];
        char* const end = digits + most_digits;
        const char* const start = write_digits(magnitude(rounded.mantissa()), end);
        append_plain(rounded.sign() < 0, start, static_cast<int>(end - start), scale, out);
    }
    if (scale == 0 && places > 0) out.push_back('.');
    append_zeros(places - scale, out);
}

void append_number_key(const Number& a, Buffer& out) {
    const Number same = as_decimal(a);
    if (!same.is_real()) {
        append_decimal(same, out);
    } else if (!append_special(same.real(), out)) {
        append_scientific(same.real(), out);
    }
}

} // namespace rowkit
