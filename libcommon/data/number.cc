// Exact decimal numbers: + - * and comparison past 64 bits, hashing.
#include "data/number.h"

#include "data/number_parts.h"

#include <algorithm>
#include <limits>

namespace rowkit {
namespace {

/// 10^0 to 10^38.
constexpr std::array<int128, 39> wide_powers = [] {
    std::array<int128, 39> powers{};
    int128 power = 1;
    for (int i = 0; i <= 38; ++i) {
        powers[i] = power;
        if (i < 38) power *= 10;
    }
    return powers;
}();

Number add_naturals(const Number& a, bool negate_b, const Number& b) {
    const int scale = std::max(a.scale(), b.scale());
    const Natural left = scaled(a, scale), right = scaled(b, scale);
    const bool a_negative = a.mantissa() < 0, b_negative = (b.mantissa() < 0) != negate_b;
    if (a_negative == b_negative) return number_from(a_negative, left + right, scale);
    if (compare(left, right) >= 0) return number_from(a_negative, left - right, scale);
    return number_from(b_negative, right - left, scale);
}

/// A decimal with a finite double.
int compare_exactly(const Number& decimal, double real) {
    const double rounded = decimal.to_double();
    // Rounding keeps order, so only a tie needs all digits.
    if (rounded != real) return rounded < real ? -1 : 1;
    if (real == 0) return decimal.sign();
    int exponent;
    const Natural significand = static_cast<uint64_t>(std::ldexp(std::fabs(std::frexp(real, &exponent)), 53));
    exponent -= 53;
    const Natural left = scaled(decimal, decimal.scale());
    const Natural right = significand * Natural::power_of_ten(decimal.scale());
    const int order = exponent < 0 ? compare(left << -exponent, right) : compare(left, right << exponent);
    return real < 0 ? -order : order;
}

int compare_reals(double a, double b) {
    if (a < b) return -1;
    if (a > b) return 1;
    if (a == b) return 0;
    return std::isnan(a) - std::isnan(b);
}

uint64_t mix(uint64_t a, uint64_t b) {
    const uint128 product = uint128{a ^ 0x9E3779B97F4A7C15} * (b ^ 0xD6E8FEB86659FD93);
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

} // namespace

int128 wide_power_of_ten(int exponent) { return wide_powers[exponent]; }

Natural scaled(const Number& a, int scale) {
    const Natural mantissa = magnitude(a.mantissa());
    return scale == a.scale() ? mantissa : mantissa * Natural::power_of_ten(scale - a.scale());
}

bool align(const Number& a, const Number& b, Aligned& aligned) {
    aligned.scale = std::max(a.scale(), b.scale());
    return !__builtin_mul_overflow(a.mantissa(), wide_powers[aligned.scale - a.scale()], &aligned.a) &&
           !__builtin_mul_overflow(b.mantissa(), wide_powers[aligned.scale - b.scale()], &aligned.b);
}

void Number::widen(int128 mantissa) {
    tag_ |= wide_tag;
    if (mantissa == std::numeric_limits<int128>::min())
        *this = number_from(true, magnitude(mantissa), scale());
}

double Number::decimal_to_double() const {
    const int128 value = mantissa();
    if (scale() == 0) return static_cast<double>(value);
    const double ratio = ratio_to_double(magnitude(value), static_cast<uint128>(wide_powers[scale()]));
    return value < 0 ? -ratio : ratio;
}

Number number_from(bool negative, Natural mantissa, int scale) {
    const Natural whole = mantissa;
    const int whole_scale = scale;
    while (mantissa.bits() > 127 || scale > Number::max_scale) {
        if (scale == 0 || mantissa.divide_small(10) != 0) {
            const double nearest = ratio_to_double(whole, Natural::power_of_ten(whole_scale));
            return Number(negative ? -nearest : nearest);
        }
        if (mantissa.is_zero()) return Number();
        --scale;
    }
    const int128 value = static_cast<int128>(mantissa.low128());
    return Number(negative ? -value : value, scale);
}

Number Number::add_slowly(const Number& a, const Number& b) {
    if (a.is_real() || b.is_real()) return Number(a.to_double() + b.to_double());
    Aligned wide;
    int128 sum;
    if (align(a, b, wide) && !__builtin_add_overflow(wide.a, wide.b, &sum)) return Number(sum, wide.scale);
    return add_naturals(a, false, b);
}

Number Number::subtract_slowly(const Number& a, const Number& b) {
    if (a.is_real() || b.is_real()) return Number(a.to_double() - b.to_double());
    Aligned wide;
    int128 difference;
    if (align(a, b, wide) && !__builtin_sub_overflow(wide.a, wide.b, &difference))
        return Number(difference, wide.scale);
    return add_naturals(a, true, b);
}

Number Number::multiply_slowly(const Number& a, const Number& b) {
    if (a.is_real() || b.is_real()) return Number(a.to_double() * b.to_double());
    const int scale = a.scale() + b.scale();
    int128 product;
    if (scale <= max_scale && !__builtin_mul_overflow(a.mantissa(), b.mantissa(), &product))
        return Number(product, scale);
    return number_from((a.mantissa() < 0) != (b.mantissa() < 0), scaled(a, a.scale()) * scaled(b, b.scale()),
                       scale);
}

int Number::compare_slowly(const Number& a, const Number& b) {
    if (a.is_real() && b.is_real()) return compare_reals(a.real(), b.real());
    if (a.is_real()) return -compare_slowly(b, a);
    if (b.is_real()) {
        if (!std::isfinite(b.real())) return b.real() < 0 ? 1 : -1;
        return compare_exactly(a, b.real());
    }
    Aligned wide;
    if (align(a, b, wide)) return (wide.a > wide.b) - (wide.a < wide.b);
    const bool a_negative = a.mantissa() < 0, b_negative = b.mantissa() < 0;
    if (a_negative != b_negative) return a_negative ? -1 : 1;
    const int scale = std::max(a.scale(), b.scale());
    const int order = compare(scaled(a, scale), scaled(b, scale));
    return a_negative ? -order : order;
}

bool Number::is_integer() const {
    if (is_real()) return std::isfinite(real()) && std::trunc(real()) == real();
    return mantissa() % wide_powers[scale()] == 0;
}

int Number::sign() const {
    if (is_real()) return (real() > 0) - (real() < 0);
    const int128 value = mantissa();
    return (value > 0) - (value < 0);
}

std::optional<int64_t> Number::to_int64() const {
    if (is_real()) {
        if (!(real() >= -0x1p63 && real() < 0x1p63) || std::trunc(real()) != real()) return {};
        return static_cast<int64_t>(real());
    }
    const int128 whole = mantissa() / wide_powers[scale()];
    if (whole * wide_powers[scale()] != mantissa() || whole != static_cast<int64_t>(whole)) return {};
    return static_cast<int64_t>(whole);
}

Number operator-(const Number& a) {
    return a.is_real() ? Number(-a.real()) : Number(-a.mantissa(), a.scale());
}

Number abs(const Number& a) {
    if (a.is_real()) return Number(std::fabs(a.real()));
    return a.mantissa() < 0 ? -a : a;
}

Number without_trailing_zeros(const Number& a) {
    if (a.is_real()) return a;
    int scale = a.scale();
    if (a.is_small()) {
        int64_t mantissa = a.small_mantissa();
        for (; scale > 0 && mantissa % 10 == 0; --scale) mantissa /= 10;
        return Number(mantissa, scale);
    }
    int128 mantissa = a.mantissa();
    for (; scale > 0 && mantissa % 10 == 0; --scale) mantissa /= 10;
    return Number(mantissa, scale);
}

uint64_t hash_number(const Number& a) {
    const Number same = as_decimal(a);
    if (same.is_real()) return mix(std::bit_cast<uint64_t>(same.is_nan() ? NAN : same.real()), 64);
    const int128 mantissa = same.mantissa();
    const uint64_t low = mix(static_cast<uint64_t>(mantissa), same.scale());
    return same.is_small() ? low : mix(low, static_cast<uint64_t>(mantissa >> 64));
}

Number as_decimal(const Number& a) {
    if (!a.is_real()) return without_trailing_zeros(a);
    const double real = a.real();
    if (!std::isfinite(real) || std::fabs(real) >= 0x1p127) return a;
    if (real == 0) return Number();
    int exponent;
    const double fraction = std::frexp(std::fabs(real), &exponent);
    uint64_t significand = static_cast<uint64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    const int zeros = std::countr_zero(significand);
    significand >>= zeros;
    exponent += zeros;
    Number decimal;
    if (exponent >= 0) {
        const int128 value = static_cast<int128>(uint128{significand} << exponent);
        decimal = Number(real < 0 ? -value : value, 0);
    } else { // an odd integer / 2^n has n digits after the point: it is times 5^n / 10^n
        if (-exponent > Number::max_scale) return a;
        Natural mantissa = significand;
        for (int i = exponent; i < 0; ++i) mantissa = mantissa * Natural(5);
        decimal = number_from(real < 0, mantissa, -exponent);
    }
    return decimal;
}

} // namespace rowkit
