// Fractions without rounding.
#include "ops/exact_ratio.h"

#include <utility>

namespace rowkit::ops {
namespace {

constexpr int most_bits = 32 * Natural::max_digits - 64;

/// Bits of 10^scale * 2^below, at most.
int bits_of(int scale, int below) { return (scale * 107 + 31) / 32 + below; }

} // namespace

ExactRatio::ExactRatio(const NumberSum& sum) {
    const auto exact = sum.exact();
    if (!exact) return;
    known_ = true;
    negative_ = exact->negative;
    numerator_ = exact->numerator;
    scale_ = exact->scale;
    below_ = exact->below;
}

ExactRatio operator*(const ExactRatio& a, const ExactRatio& b) {
    ExactRatio product;
    product.known_ = a.known_ && b.known_ && a.numerator_.bits() + b.numerator_.bits() <= most_bits;
    if (!product.known_) return product;
    product.negative_ = a.negative_ != b.negative_;
    product.numerator_ = a.numerator_ * b.numerator_;
    product.scale_ = a.scale_ + b.scale_;
    product.below_ = a.below_ + b.below_;
    return product;
}

ExactRatio operator+(const ExactRatio& a, const ExactRatio& b) {
    ExactRatio sum;
    sum.scale_ = std::max(a.scale_, b.scale_);
    sum.below_ = std::max(a.below_, b.below_);
    auto fits = [&](const ExactRatio& side) {
        return side.known_ && sum.scale_ - side.scale_ <= 900 &&
               side.numerator_.bits() + bits_of(sum.scale_ - side.scale_, sum.below_ - side.below_) < most_bits;
    };
    sum.known_ = fits(a) && fits(b);
    if (!sum.known_) return sum;
    auto widened = [&](const ExactRatio& side) {
        return (side.numerator_ * Natural::power_of_ten(sum.scale_ - side.scale_)) << (sum.below_ - side.below_);
    };
    const Natural left = widened(a), right = widened(b);
    const bool left_is_greater = compare(left, right) >= 0;
    sum.negative_ = left_is_greater ? a.negative_ : b.negative_;
    sum.numerator_ = a.negative_ == b.negative_ ? left + right : left_is_greater ? left - right : right - left;
    return sum;
}

ExactRatio operator-(const ExactRatio& a, const ExactRatio& b) {
    ExactRatio minus = b;
    minus.negative_ = !b.negative_;
    return a + minus;
}

std::optional<double> quotient(const ExactRatio& a, const ExactRatio& b) {
    if (!a.known_ || !b.known_ || b.numerator_.is_zero()) return {};
    // (a / 10^s 2^t) / (b / 10^u 2^v) is a 10^u 2^v / b 10^s 2^t; what both have goes.
    const int scale = a.scale_ - b.scale_, below = a.below_ - b.below_;
    const int above_scale = std::max(0, -scale), under_scale = std::max(0, scale);
    const int above_bits = std::max(0, -below), under_bits = std::max(0, below);
    if (a.numerator_.bits() + bits_of(above_scale, above_bits) > most_bits - 64 ||
        b.numerator_.bits() + bits_of(under_scale, under_bits) > most_bits - 64 || above_scale > 900 || under_scale > 900)
        return {};
    const double value = ratio_to_double((a.numerator_ * Natural::power_of_ten(above_scale)) << above_bits,
                                         (b.numerator_ * Natural::power_of_ten(under_scale)) << under_bits);
    return a.negative_ != b.negative_ ? -value : value;
}

} // namespace rowkit::ops
