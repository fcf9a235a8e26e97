// The exact sum of fractions, in any order.
#pragma once

#include "data/exact_fraction.h"

#include <cstdint>
#include <vector>

namespace rowkit {

/// Adds fractions without any rounding: a fixed-point number that grows to what it is given. Made for
/// products that neither decimals nor doubles hold. The same terms give the same sum in any order and however
/// they were merged.
class WideSum {
public:
    /// What products of four numbers can come to, and sums of 2^100 of them, in lowest terms.
    static constexpr int most_scale = 4 * Number::max_scale;
    static constexpr int most_below = 4 * 1074 + most_scale,
                         most_bits_above = 4 * 1024 + 4 * most_scale + 100;

    void add(const ExactFraction& term);
    void merge(const WideSum& other) { add(other.exact()); }
    /// In lowest terms: the numerator is odd or 0, and where there is a scale, no multiple of 5.
    ExactFraction exact() const;

private:
    /// |sum|, in units of the lowest digit.
    Natural magnitude() const;
    bool is_negative() const { return !digits_.empty() && digits_.back() >> 31 != 0; }
    void refine(int scale);
    /// Adds to the digits at 2^(32 * first) and above.
    void add_digits(bool negative, const Natural& magnitude, int first);

    // The sum is digits_ * 2^(32 * first_) / 10^scale_.
    std::vector<uint32_t>
        digits_; // least significant first, two's complement; the last one is nothing but the sign
    int first_ = 0;
    int scale_ = 0;
};

} // namespace rowkit
