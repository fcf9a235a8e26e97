// The numbers in times as digits of fixed width. For the time_*.cc files.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

namespace rowkit {

/// The numbers 0 to 99 as two digits each.
inline constexpr std::array<char, 200> digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (int i = 0; i < 200; ++i) pairs[i] = static_cast<char>('0' + (i % 2 ? i / 2 % 10 : i / 20));
    return pairs;
}();

// Each writes at `at` and returns the end of what it wrote.

inline char* write_two(char* at, int value) {
    std::memcpy(at, digit_pairs.data() + 2 * value, 2);
    return at + 2;
}
inline char* write_four(char* at, int value) { return write_two(write_two(at, value / 100), value % 100); }

/// The first `digits` (up to 9) of a second's fraction.
inline char* write_fraction(char* at, int32_t nanoseconds, int digits) {
    auto rest = static_cast<uint32_t>(nanoseconds);
    for (int i = 8; i >= 0; --i, rest /= 10)
        if (i < digits) at[i] = static_cast<char>('0' + rest % 10);
    return at + digits;
}

/// `+02:00`, or `+0200` with '\0' between; with seconds where there are some (local mean times).
inline char* write_offset(char* at, int32_t offset, char between) {
    *at++ = offset < 0 ? '-' : '+';
    const int seconds = offset < 0 ? -offset : offset;
    at = write_two(at, seconds / 3600);
    if (between) *at++ = between;
    at = write_two(at, seconds / 60 % 60);
    if (seconds % 60 == 0) return at;
    if (between) *at++ = between;
    return write_two(at, seconds % 60);
}

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/// A place in a text that is read from left to right.
struct DigitReader {
    const char* at;
    const char* end;

    bool done() const { return at == end; }
    bool starts_with(char c) const { return at != end && *at == c; }
    bool skip(char c) {
        if (!starts_with(c)) return false;
        ++at;
        return true;
    }
    /// Exactly `count` digits; -1 and no step where there are fewer.
    int fixed(int count) {
        if (end - at < count) return -1;
        int value = 0;
        for (int i = 0; i < count; ++i) {
            if (!is_digit(at[i])) return -1;
            value = value * 10 + (at[i] - '0');
        }
        at += count;
        return value;
    }
    /// How many digits come next.
    int ahead() const {
        const char* past = at;
        while (past != end && is_digit(*past)) ++past;
        return static_cast<int>(past - at > 99 ? 99 : past - at);
    }
    /// A fraction's digits: all are read, 9 count. False where there is none.
    bool fraction(int32_t& nanoseconds, uint8_t& digits) {
        int32_t unit = 100'000'000;
        nanoseconds = 0;
        digits = 0;
        const char* const begin = at;
        for (; at != end && is_digit(*at); ++at) {
            nanoseconds += (*at - '0') * unit;
            unit /= 10;
            if (digits < 9) ++digits;
        }
        return at != begin;
    }
    /// `+hh`, `+hhmm`, `+hh:mm`, each also with seconds after the minutes; below 24 hours.
    bool offset(int32_t& seconds) {
        const bool minus = starts_with('-');
        if (!minus && !starts_with('+')) return false;
        ++at;
        const int hours = fixed(2);
        if (hours < 0 || hours > 23) return false;
        int minutes = 0, rest = 0;
        if (skip(':') || ahead() > 0) minutes = fixed(2), rest = skip(':') || ahead() > 0 ? fixed(2) : 0;
        if (minutes < 0 || minutes > 59 || rest < 0 || rest > 59) return false;
        seconds = hours * 3600 + minutes * 60 + rest;
        if (minus) seconds = -seconds;
        return true;
    }
};

} // namespace rowkit
