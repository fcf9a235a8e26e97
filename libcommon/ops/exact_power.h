// Sums of products without rounding.
#pragma once

#include "data/number_sum.h"

#include <cmath>

namespace rowkit::ops {

/// Adds a * b: exactly, where they are decimals whose product is one, or doubles whose product does not leave the range of
/// doubles (its rounding error, which is a double too, is added as well).
inline void add_product(const Number& a, const Number& b, NumberSum& sum) {
    if (!a.is_real() && !b.is_real()) {
        const Number product = a * b;
        if (!product.is_real()) return sum.add(product);
    }
    const double x = a.to_double(), y = b.to_double(), product = x * y;
    sum.add(Number(product));
    const double error = std::fma(x, y, -product);
    if (error != 0 && std::isfinite(error)) sum.add(Number(error));
}

} // namespace rowkit::ops
