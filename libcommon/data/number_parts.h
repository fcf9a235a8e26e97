// What the sources of number.h share; nobody else includes this.
#pragma once

#include "data/number.h"

namespace rowkit {

inline uint128 magnitude(int128 value) {
    return value < 0 ? -static_cast<uint128>(value) : static_cast<uint128>(value);
}

/// 10^exponent, from 0 to 38.
int128 wide_power_of_ten(int exponent);

/// value / 10^count, halves away from zero; `count` is at least 1.
uint128 drop_digits(uint128 value, int count);

/// |a| in units of 10^-scale; `scale` is not below a's, and `a` is a decimal.
Natural scaled(const Number& a, int scale);

/// Two decimals in units of 10^-scale, the greater of their scales.
struct Aligned {
    int128 a;
    int128 b;
    int scale;
};
/// False where one does not fit 128 bits.
bool align(const Number& a, const Number& b, Aligned& aligned);

/// The one representation that all numbers equal to `a` share: a decimal without trailing zeros if one has
/// that value, else a double.
Number as_decimal(const Number& a);

} // namespace rowkit
