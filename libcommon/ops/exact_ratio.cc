// Fractions without rounding.
#include "ops/exact_ratio.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr int most_bits = 32 * Natural::max_digits - 64;
constexpr int most_power_of_ten = 4900;

/// Whether `numerator` * 10^scale * 2^below is a Natural.
bool fits(const Natural& numerator, int scale, int below) {
    return scale <= most_power_of_ten && numerator.bits() + (scale * 107 + 31) / 32 + below < most_bits;
}

Natural scaled(const Natural& numerator, int scale, int below) {
    return (numerator * Natural::power_of_ten(scale)) << below;
}

} // namespace

ExactRatio::ExactRatio(const NumberSum& sum) {
    const auto exact = sum.exact();
    if (!exact) return;
    known_ = true;
    value_ = *exact;
}

ExactRatio operator*(const ExactRatio& a, const ExactRatio& b) {
    ExactRatio product;
    product.known_ =
        a.known_ && b.known_ && a.value_.numerator.bits() + b.value_.numerator.bits() <= most_bits;
    if (product.known_) product.value_ = a.value_ * b.value_;
    return product;
}

ExactRatio operator+(const ExactRatio& a, const ExactRatio& b) {
    const int scale = std::max(a.value_.scale, b.value_.scale),
              below = std::max(a.value_.below, b.value_.below);
    const auto widens = [&](const ExactRatio& side) {
        return side.known_ &&
               fits(side.value_.numerator, scale - side.value_.scale, below - side.value_.below);
    };
    ExactRatio sum;
    sum.known_ = widens(a) && widens(b);
    if (sum.known_) sum.value_ = a.value_ + b.value_;
    return sum;
}

ExactRatio operator-(const ExactRatio& a, const ExactRatio& b) {
    ExactRatio minus = b;
    minus.value_.negative = !b.value_.negative;
    return a + minus;
}

std::optional<double> rounded(const ExactRatio& a, const ExactRatio& b,
                              double (*round)(const Natural& numerator, const Natural& denominator)) {
    if (!a.known_ || !b.known_ || b.value_.numerator.is_zero()) return {};
    // (a / 10^s 2^t) / (b / 10^u 2^v) is a 10^u 2^v / b 10^s 2^t; what both have goes.
    const int scale = a.value_.scale - b.value_.scale, below = a.value_.below - b.value_.below;
    const int above_scale = std::max(0, -scale), under_scale = std::max(0, scale);
    const int above_bits = std::max(0, -below), under_bits = std::max(0, below);
    // Rounding makes the lesser of them as great as the other, and 128 bits more.
    if (!fits(a.value_.numerator, above_scale, above_bits + 128) ||
        !fits(b.value_.numerator, under_scale, under_bits + 128))
        return {};
    return round(scaled(a.value_.numerator, above_scale, above_bits),
                 scaled(b.value_.numerator, under_scale, under_bits));
}

std::optional<double> quotient(const ExactRatio& a, const ExactRatio& b) {
    const auto value = rounded(a, b, ratio_to_double);
    return value && *value != 0 && a.is_negative() != b.is_negative() ? -*value : value;
}

std::optional<double> root_of_quotient(const ExactRatio& a, const ExactRatio& b) {
    return rounded(a, b, ratio_root_to_double);
}

expr::Value ratio_of_sums(const NumberSum& a, const NumberSum& b) {
    const Number above = a.result(), below = b.result();
    if (above.is_real() || below.is_real())
        if (const auto value = quotient(ExactRatio(a), ExactRatio(b))) return expr::Value::of(Number(*value));
    const auto value = divide(above, below);
    return value ? expr::Value::of(*value) : expr::Value();
}

} // namespace rowkit::ops
