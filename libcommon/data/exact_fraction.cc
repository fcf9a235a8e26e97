// Numbers, and what is made of them by + and *, as fractions without rounding.
#include "data/exact_fraction.h"

#include "data/number_parts.h"

#include <algorithm>
#include <cmath>

namespace rowkit {

ExactFraction exact_fraction(const Number& number) {
    if (!number.is_real()) return {number.mantissa() < 0, magnitude(number.mantissa()), number.scale(), 0};
    int exponent;
    const double significand = std::ldexp(std::fabs(std::frexp(number.real(), &exponent)), 53);
    return {std::signbit(number.real()), static_cast<uint64_t>(significand), 0, 53 - exponent};
}

ExactFraction operator*(const ExactFraction& a, const ExactFraction& b) {
    return {a.negative != b.negative, a.numerator * b.numerator, a.scale + b.scale, a.below + b.below};
}

ExactFraction operator+(const ExactFraction& a, const ExactFraction& b) {
    const int scale = std::max(a.scale, b.scale), below = std::max(a.below, b.below);
    auto widened = [&](const ExactFraction& side) {
        return (side.numerator * Natural::power_of_ten(scale - side.scale)) << (below - side.below);
    };
    const Natural left = widened(a), right = widened(b);
    if (a.negative == b.negative) return {a.negative, left + right, scale, below};
    if (compare(left, right) >= 0) return {a.negative, left - right, scale, below};
    return {b.negative, right - left, scale, below};
}

Number floor_of_quotient(const ExactFraction& a, const ExactFraction& b) {
    const int scale = std::max(a.scale, b.scale), below = std::max(a.below, b.below);
    auto [quotient, rest] =
        divide((a.numerator * Natural::power_of_ten(scale - a.scale)) << (below - a.below),
               (b.numerator * Natural::power_of_ten(scale - b.scale)) << (below - b.below));
    const bool negative = a.negative != b.negative;
    if (negative && !rest.is_zero()) quotient = quotient + Natural(1);
    return number_from(negative, quotient, 0);
}

} // namespace rowkit
