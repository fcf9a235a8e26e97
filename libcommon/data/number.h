// Exact decimal numbers: what arithmetic, comparison and grouping by value work on.
#pragma once

#include "data/natural.h"

#include <array>
#include <bit>
#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace rowkit {

/// 10^0 to 10^18, all that fit 64 bits with a sign.
inline constexpr std::array<int64_t, 19> powers_of_ten = [] {
    std::array<int64_t, 19> powers{};
    int64_t power = 1;
    for (int64_t& each : powers) each = std::exchange(power, static_cast<int64_t>(uint64_t(power) * 10));
    return powers;
}();

/// A number: a decimal `mantissa / 10^scale` with a scale from 0 to 38, or else a double.
///
/// Decimals are exact, and a decimal's mantissa has 64 bits (small), or up to 2^127 - 1 where it must (wide).
/// A result of + - * that is no such decimal, even without trailing zeros, is the double nearest to the exact
/// result, as is text with that many digits; what is computed from a double is one, by IEEE's rules. Nothing
/// wraps. A double may be infinite or NaN after it overflowed; is_finite() tells.
///
/// Order and equality are by exact value: 1.0 == 1 == 1e0, and the decimal 0.1 is less than the double 0.1,
/// whose exact value is a little more. NaN equals itself and comes after everything else; -0.0 == 0.
///
/// A plain value of 24 bytes, of which small decimals and doubles use the first 16. The operators do small
/// decimals inline and leave the rest to number.cc.
class Number {
public:
    static constexpr int max_scale = 38;

    constexpr Number() = default; // zero
    constexpr Number(int value) : low_(value) {}
    constexpr Number(int64_t value) : low_(value) {}
    Number(uint64_t value) : Number(int128{value}, 0) {}
    /// mantissa / 10^scale; the scale is from 0 to max_scale.
    constexpr Number(int64_t mantissa, int scale) : low_(mantissa), tag_(static_cast<uint32_t>(scale)) {}
    /// The same with 128 bits. -2^127 becomes a double.
    Number(int128 mantissa, int scale)
        : low_(static_cast<int64_t>(mantissa)), tag_(static_cast<uint32_t>(scale)),
          high_(static_cast<int64_t>(mantissa >> 64)) {
        if (mantissa != low_) widen(mantissa);
    }
    /// A double stays one.
    explicit Number(double value) : low_(std::bit_cast<int64_t>(value)), tag_(real_tag) {}

    /// A decimal with a 64-bit mantissa.
    bool is_small() const { return tag_ < wide_tag; }
    bool is_real() const { return tag_ >= real_tag; }
    /// Digits after the point that a decimal is stored with: 2 for 1.50. 0 for a double.
    int scale() const { return static_cast<int>(tag_ & 0xFF); }
    /// Of a small decimal.
    int64_t small_mantissa() const { return low_; }
    /// Of any decimal.
    int128 mantissa() const {
        return is_small() ? low_ : static_cast<int128>(uint128(uint64_t(high_)) << 64 | uint64_t(low_));
    }
    /// Of a double, as it is.
    double real() const { return std::bit_cast<double>(low_); }

    /// Whether this is the nearest double to a text of more digits than a decimal holds. Two different texts
    /// may then give the same number: who compares them can compare the texts (compare_number_texts()).
    bool was_rounded() const { return tag_ == rounded_tag; }
    /// `value` with that mark: for parse_number().
    static Number rounded_from_text(double value) {
        Number number(value);
        number.tag_ = rounded_tag;
        return number;
    }

    /// This, in a form that g++ keeps in registers where the value comes from a call in one of two branches;
    /// else it stores and reloads the result of the other branch too, which costs more than the arithmetic.
    Number in_registers() const { return Number(low_, tag_, high_); }

    bool is_zero() const { return is_real() ? real() == 0 : low_ == 0 && is_small(); }
    bool is_finite() const { return !is_real() || std::isfinite(real()); }
    bool is_nan() const { return is_real() && std::isnan(real()); }
    bool is_integer() const;
    /// -1, 0, 1; 0 for NaN.
    int sign() const;

    /// The nearest double.
    double to_double() const {
        // Both operands are exact and IEEE rounds once (Clinger, "How to read floating point numbers
        // accurately").
        if (tag_ <= 18 && low_ >= -(int64_t{1} << 53) && low_ <= int64_t{1} << 53)
            return static_cast<double>(low_) / static_cast<double>(powers_of_ten[tag_]);
        return is_real() ? real() : decimal_to_double();
    }
    /// The value where it is an integer of 64 bits.
    std::optional<int64_t> to_int64() const;

private:
    Number(int64_t low, uint32_t tag, int64_t high) : low_(low), tag_(tag), high_(high) {}
    friend Number operator+(const Number&, const Number&);
    friend Number operator-(const Number&, const Number&);
    friend Number operator*(const Number&, const Number&);
    friend int compare(const Number&, const Number&);

    static constexpr uint32_t wide_tag = 0x100, real_tag = 0x200, rounded_tag = 0x300;

    /// Two small decimals in units of 10^-scale, the greater of their scales; false where one does not fit.
    static bool align_small(const Number& a, const Number& b, int64_t& left, int64_t& right, int& scale) {
        if (!a.is_small() || !b.is_small()) return false;
        left = a.low_;
        right = b.low_;
        const int more = a.scale() - b.scale();
        scale = more < 0 ? b.scale() : a.scale();
        if (more == 0) return true;
        if (more > 0) return more <= 18 && !__builtin_mul_overflow(right, powers_of_ten[more], &right);
        return more >= -18 && !__builtin_mul_overflow(left, powers_of_ten[-more], &left);
    }
    void widen(int128 mantissa);
    double decimal_to_double() const;
    static Number add_slowly(const Number& a, const Number& b);
    static Number subtract_slowly(const Number& a, const Number& b);
    static Number multiply_slowly(const Number& a, const Number& b);
    static int compare_slowly(const Number& a, const Number& b);

    int64_t low_ = 0; // the low half of the mantissa, or the double's bits
    uint32_t tag_ = 0; // a decimal's scale, with wide_tag if it is wide; or what kind of double it is
    int64_t high_ = 0; // the high half of a wide mantissa
};
static_assert(sizeof(Number) == 24 && std::is_trivially_copyable_v<Number>);

inline Number operator+(const Number& a, const Number& b) {
    int64_t left, right;
    int scale;
    if (Number::align_small(a, b, left, right, scale) && !__builtin_add_overflow(left, right, &left))
        return Number(left, scale);
    return Number::add_slowly(a, b).in_registers();
}

inline Number operator-(const Number& a, const Number& b) {
    int64_t left, right;
    int scale;
    if (Number::align_small(a, b, left, right, scale) && !__builtin_sub_overflow(left, right, &left))
        return Number(left, scale);
    return Number::subtract_slowly(a, b).in_registers();
}

inline Number operator*(const Number& a, const Number& b) {
    int64_t product;
    if (a.is_small() && b.is_small() && a.scale() + b.scale() <= Number::max_scale &&
        !__builtin_mul_overflow(a.low_, b.low_, &product))
        return Number(product, a.scale() + b.scale());
    return Number::multiply_slowly(a, b).in_registers();
}

/// Less than 0, 0 or more than 0 as `a` is less than, equal to or more than `b`.
inline int compare(const Number& a, const Number& b) {
    int64_t left, right;
    int scale;
    if (Number::align_small(a, b, left, right, scale)) return (left > right) - (left < right);
    return Number::compare_slowly(a, b);
}
inline bool operator==(const Number& a, const Number& b) { return compare(a, b) == 0; }
inline std::weak_ordering operator<=>(const Number& a, const Number& b) { return compare(a, b) <=> 0; }

inline const Number& lesser(const Number& a, const Number& b) { return compare(b, a) < 0 ? b : a; }
inline const Number& greater(const Number& a, const Number& b) { return compare(b, a) > 0 ? b : a; }

Number operator-(const Number& a);
Number abs(const Number& a);

/// Equal numbers have equal hashes. The same in every run and on every machine.
uint64_t hash_number(const Number& a);

/// The number mantissa / 10^scale of any size; the scale is not negative. A decimal if it can be one, else
/// the nearest double. Trailing zeros go only where that helps.
Number number_from(bool negative, Natural mantissa, int scale);
/// The same value as a decimal without trailing zeros after the point if it is one; doubles are unchanged.
Number without_trailing_zeros(const Number& a);

// number_divide.cc: nothing when dividing by zero.

/// a / b: exact if the quotient is a decimal, else the double nearest to the exact quotient.
std::optional<Number> divide(const Number& a, const Number& b);
/// The greatest integer not above a / b, as // of Python.
std::optional<Number> floor_divide(const Number& a, const Number& b);
/// a - b * floor(a / b): has the sign of b, as % of Python; so -7 % 3 is 2.
std::optional<Number> modulo(const Number& a, const Number& b);
/// a ** b: exact for integer exponents where the result is a decimal (10 ** -2 too), else a double. Nothing
/// for 0 ** -1 and for what is not a real number, as (-8) ** 0.5.
std::optional<Number> power(const Number& a, const Number& b);

// number_round.cc: the result is a decimal where it can be one.

/// Rounded to `places` digits after the point (before it, if negative), halves away from zero as in SQL. A
/// double is rounded as it prints: round(2.675, 2) is 2.68 even though the double's exact value is a little
/// less.
Number round(const Number& a, int places = 0);
/// The greatest integer not above, the least not below, the nearest towards zero.
Number floor(const Number& a);
Number ceil(const Number& a);
Number trunc(const Number& a);

} // namespace rowkit
