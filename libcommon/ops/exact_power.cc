// Sums of products without rounding.
#include "ops/exact_power.h"

#include <cmath>

namespace rowkit::ops {
namespace {

/// Whether to_double() is the very number.
bool is_double(const Number& number) {
    constexpr int64_t exact = int64_t{1} << 53;
    return number.is_real() || (number.is_small() && number.scale() == 0 &&
                                number.small_mantissa() >= -exact && number.small_mantissa() <= exact);
}

/// As the nearest double and its rounding error, which is a double too unless it or the product leaves their
/// range.
bool add_as_doubles(double x, double y, NumberSum& sum) {
    constexpr double least = 0x1p-960; // of products whose lowest bit is well above 2^-1074
    const double product = x * y;
    if (!std::isfinite(product) || (std::fabs(product) < least && x != 0 && y != 0)) return false;
    sum.add(Number(product));
    if (const double error = std::fma(x, y, -product); error != 0) sum.add(Number(error));
    return true;
}

} // namespace

void add_product_slowly(const Number& a, const Number& b, NumberSum& sum) {
    if (!a.is_finite() || !b.is_finite()) return sum.add(Number(a.to_double() * b.to_double()));
    if (is_double(a) && is_double(b) && add_as_doubles(a.to_double(), b.to_double(), sum)) return;
    sum.add(exact_fraction(a) * exact_fraction(b));
}

void add_powers_slowly(const Number& x, size_t first, std::span<NumberSum> sums) {
    if (first == 1) add_product_slowly(x, x, sums[first++]);
    if (first == sums.size()) return;
    if (!x.is_finite()) { // an infinity or NaN has powers of its kind
        for (NumberSum& sum : sums.subspan(first)) sum.add(x);
        return;
    }
    const ExactFraction factor = exact_fraction(x);
    ExactFraction power = factor * factor;
    for (size_t i = 2; i < sums.size(); ++i) {
        power = power * factor;
        if (i >= first) sums[i].add(power);
    }
}

} // namespace rowkit::ops
