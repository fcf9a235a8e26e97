// Sums of products without rounding.
#pragma once

#include "data/number_sum.h"

#include <array>
#include <span>

namespace rowkit::ops {

/// Where a * b is no decimal.
void add_product_slowly(const Number& a, const Number& b, NumberSum& sum);
/// Adds x^(first + 1), which is no decimal, to sums[first], and so on.
void add_powers_slowly(const Number& x, size_t first, std::span<NumberSum> sums);

/// Adds a * b.
inline void add_product(const Number& a, const Number& b, NumberSum& sum) {
    if (!a.is_real() && !b.is_real()) {
        const Number product = a * b;
        if (!product.is_real()) return sum.add(product);
    }
    add_product_slowly(a, b, sum);
}

/// Adds x to the first sum, its square to the second, and so on.
template <size_t order>
void add_powers(const Number& x, std::array<NumberSum, order>& sums) {
    static_assert(order >= 2 && order <= 4);
    sums[0].add(x);
    if constexpr (order == 2) return add_product(x, x, sums[1]);
    if (x.is_real()) return add_powers_slowly(x, 1, sums);
    Number power = x;
    for (size_t i = 1; i < order; ++i) {
        power = power * x;
        if (power.is_real()) return add_powers_slowly(x, i, sums);
        sums[i].add(power);
    }
}

} // namespace rowkit::ops
