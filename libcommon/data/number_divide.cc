// Exact decimal numbers: / // % and **.
#include "data/number.h"
#include "data/number_parts.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace rowkit {
namespace {

bool divisible_by_five(uint64_t value) {
    return value * 0xCCCCCCCCCCCCCCCD <= ~uint64_t{0} / 5;
} // that is 1/5 mod 2^64
bool divisible_by_five(uint128 value) { return value % 5 == 0; }
int trailing_zeros(uint64_t value) { return std::countr_zero(value); }
int trailing_zeros(uint128 value) {
    const auto low = static_cast<uint64_t>(value);
    return low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(static_cast<uint64_t>(value >> 64));
}

/// value = 2^twos * 5^fives * rest; the value is not 0.
template <typename Unsigned>
struct Factors {
    explicit Factors(Unsigned value) : rest(value), twos(trailing_zeros(value)) {
        for (rest >>= twos; divisible_by_five(rest); ++fives) rest /= 5;
    }
    Unsigned rest;
    int twos;
    int fives = 0;
};

/// Multiplies what is below 2^127, and says whether it stays so.
bool multiply(uint128& value, uint128 factor) {
    return !__builtin_mul_overflow(value, factor, &value) && value >> 127 == 0;
}

bool multiply_power(uint128& value, int base, int exponent) {
    for (; exponent > 0; --exponent)
        if (!multiply(value, base)) return false;
    return true;
}

/// n / d * 10^-scale where that is a decimal, `n` and `d` being mantissas and `d` not 0; the scale may be
/// negative.
template <typename Unsigned>
std::optional<Number> divide_exactly(bool negative, Unsigned n, Unsigned d, int scale) {
    Factors<Unsigned> factors(d);
    if (factors.rest != 1 && n % factors.rest != 0) return {}; // the quotient does not end
    uint128 mantissa = n / factors.rest;
    if (mantissa == 0) return Number();
    for (; factors.twos > 0 && (mantissa & 1) == 0; --factors.twos) mantissa >>= 1;
    for (; factors.fives > 0 && mantissa % 5 == 0; --factors.fives) mantissa /= 5;
    // 1 / (2^t * 5^f) is 5^(t - f) / 10^t if there are more twos, else 2^(f - t) / 10^f.
    if (factors.twos > factors.fives ? !multiply_power(mantissa, 5, factors.twos - factors.fives)
                                     : !multiply_power(mantissa, 2, factors.fives - factors.twos))
        return {};
    scale += std::max(factors.twos, factors.fives);
    for (; scale > Number::max_scale && mantissa % 10 == 0; --scale) mantissa /= 10;
    if (scale > Number::max_scale || !multiply_power(mantissa, 10, -scale)) return {};
    return Number(negative ? -static_cast<int128>(mantissa) : static_cast<int128>(mantissa),
                  std::max(scale, 0));
}

/// Python's way: the remainder is exact and has the divisor's sign, the quotient is the nearest integer that
/// agrees.
struct RealDivision {
    RealDivision(double a, double b) {
        remainder = std::fmod(a, b);
        quotient = (a - remainder) / b;
        if (remainder == 0) {
            remainder = std::copysign(0.0, b);
        } else if ((remainder < 0) != (b < 0)) {
            remainder += b;
            quotient -= 1;
        }
        const double below = std::floor(quotient);
        quotient = quotient - below > 0.5 ? below + 1 : below;
    }
    double quotient;
    double remainder;
};

/// Decimals: the quotient is an integer, the remainder in units of 10^-scale; both positive or 0 for
/// `naturals`.
template <typename Integer>
void to_floor(Integer& quotient, Integer& remainder, Integer divisor) {
    if (remainder == 0 || (remainder < 0) == (divisor < 0)) return;
    remainder += divisor;
    quotient -= 1;
}

struct FloorDivision {
    Number quotient;
    Number remainder;
};

FloorDivision divide_naturals(const Number& a, const Number& b) {
    const int scale = std::max(a.scale(), b.scale());
    const Natural divisor = scaled(b, scale);
    const bool a_negative = a.sign() < 0, b_negative = b.sign() < 0;
    auto [quotient, remainder] = divide(scaled(a, scale), divisor);
    if (a_negative != b_negative && !remainder.is_zero()) {
        quotient = quotient + Natural(1);
        remainder = divisor - remainder;
    }
    return {number_from(a_negative != b_negative, quotient, 0), number_from(b_negative, remainder, scale)};
}

FloorDivision divide_decimals(const Number& a, const Number& b) {
    if (a.is_small() && b.is_small() && a.scale() == b.scale() && b.small_mantissa() != -1) {
        int64_t quotient = a.small_mantissa() / b.small_mantissa();
        int64_t remainder = a.small_mantissa() % b.small_mantissa();
        to_floor(quotient, remainder, b.small_mantissa());
        return {Number(quotient), Number(remainder, a.scale())};
    }
    Aligned wide;
    if (align(a, b, wide) && wide.a != std::numeric_limits<int128>::min()) {
        int128 quotient = wide.a / wide.b, remainder = wide.a % wide.b;
        to_floor(quotient, remainder, wide.b);
        return {Number(quotient, 0), Number(remainder, wide.scale)};
    }
    return divide_naturals(a, b);
}

/// base ** exponent where that is a decimal.
std::optional<Number> power_exactly(const Number& base, int64_t exponent) {
    const Number plain = without_trailing_zeros(base);
    uint128 square = magnitude(plain.mantissa());
    const bool negative = base.sign() < 0 && (exponent & 1) != 0;
    if (square <= 1 && plain.scale() == 0) // 0, 1 and -1 have every power
        return exponent == 0 ? Number(1) : Number(negative ? int128{-1} : static_cast<int128>(square), 0);
    // 2^127 is too large, and no power of a decimal without trailing zeros ends in one.
    if (exponent > 126 || plain.scale() * exponent > Number::max_scale) return {};
    uint128 result = 1;
    for (int64_t left = exponent; left > 0; left >>= 1) {
        if ((left & 1) != 0 && !multiply(result, square)) return {};
        if (left > 1 && !multiply(square, square)) return {};
    }
    return Number(negative ? -static_cast<int128>(result) : static_cast<int128>(result),
                  static_cast<int>(plain.scale() * exponent));
}

} // namespace

std::optional<Number> divide(const Number& a, const Number& b) {
    if (b.is_zero()) return {};
    if (a.is_real() || b.is_real()) return Number(a.to_double() / b.to_double());
    const bool negative = (a.sign() < 0) != (b.sign() < 0);
    const uint128 n = magnitude(a.mantissa()), d = magnitude(b.mantissa());
    const int scale = a.scale() - b.scale();
    const std::optional<Number> exact =
        a.is_small() && b.is_small()
            ? divide_exactly(negative, static_cast<uint64_t>(n), static_cast<uint64_t>(d), scale)
            : divide_exactly(negative, n, d, scale);
    if (exact) return exact;
    constexpr uint128 exact_doubles = uint128{1} << 53;
    Aligned wide{a.mantissa(), b.mantissa(), a.scale()};
    if ((scale == 0 || align(a, b, wide)) && magnitude(wide.a) <= exact_doubles &&
        magnitude(wide.b) <= exact_doubles)
        return Number(static_cast<double>(static_cast<int64_t>(wide.a)) /
                      static_cast<double>(static_cast<int64_t>(wide.b)));
    const int common = std::max(a.scale(), b.scale());
    const double nearest = ratio_to_double(scaled(a, common), scaled(b, common));
    return Number(negative ? -nearest : nearest);
}

std::optional<Number> floor_divide(const Number& a, const Number& b) {
    if (b.is_zero()) return {};
    if (a.is_real() || b.is_real()) return Number(RealDivision(a.to_double(), b.to_double()).quotient);
    return divide_decimals(a, b).quotient;
}

std::optional<Number> modulo(const Number& a, const Number& b) {
    if (b.is_zero()) return {};
    if (a.is_real() || b.is_real()) return Number(RealDivision(a.to_double(), b.to_double()).remainder);
    return divide_decimals(a, b).remainder;
}

std::optional<Number> power(const Number& a, const Number& b) {
    if (a.is_zero() && b.sign() < 0) return {};
    if (const std::optional<int64_t> exponent = b.to_int64(); exponent && !a.is_real() && !b.is_real()) {
        if (*exponent >= 0) {
            if (const std::optional<Number> exact = power_exactly(a, *exponent)) return exact;
        } else if (*exponent != std::numeric_limits<int64_t>::min()) {
            if (const std::optional<Number> exact = power_exactly(a, -*exponent)) return divide(1, *exact);
        }
    }
    const double result = std::pow(a.to_double(), b.to_double());
    if (std::isnan(result) && !a.is_nan() && !b.is_nan()) return {};
    return Number(result);
}

} // namespace rowkit
