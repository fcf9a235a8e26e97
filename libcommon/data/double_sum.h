// The exact sum of doubles, in any order.
#pragma once

#include "data/natural.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace rowkit {

/// Adds doubles without any rounding; only result() rounds, once, to the nearest double. So order and
/// grouping can't matter: the same numbers give the same bits whatever was merged with what.
///
/// A superaccumulator: a fixed-point number wide enough for any double, in 64-bit chunks that overlap by
/// half, so that carries wait for about a thousand additions (R. Neal, "Fast exact summation using small and
/// large superaccumulators", 2015). Of its 67 chunks only those that the numbers so far touch are kept:
/// numbers of like size take 32 to 48 bytes. Adding takes about 2 ns.
class DoubleSum {
public:
    void add(double value) {
        const auto bits = std::bit_cast<uint64_t>(value);
        const unsigned exponent = bits >> 52 & 0x7FF;
        if (exponent == 0x7FF) return add_special(value);
        const uint64_t significand =
            (bits & 0x000F'FFFF'FFFF'FFFF) | static_cast<uint64_t>(exponent != 0) << 52;
        const unsigned position = exponent - (exponent != 0); // of the lowest bit, above 2^-1074
        const size_t at = size_t{position / 32} - first_;
        if (pending_ == 0 || at >= chunks_.size() || at + 1 == chunks_.size()) return add_slowly(value);
        --pending_;
        const uint128 shifted = uint128{significand} << position % 32;
        const auto sign = static_cast<int64_t>(bits) >> 63;
        chunks_[at] += (static_cast<int64_t>(shifted & 0xFFFFFFFF) ^ sign) - sign;
        chunks_[at + 1] += (static_cast<int64_t>(shifted >> 32) ^ sign) - sign;
    }
    void merge(const DoubleSum& other);

    /// The nearest double; infinite if it is past the largest one or infinities of one sign were added; NaN
    /// for infinities of both signs, or a NaN.
    double result() const;

    /// The finite numbers' sum, exactly.
    struct Exact {
        bool negative = false;
        Natural magnitude; // odd or 0
        int exponent = 0;  // the sum is magnitude * 2^exponent
    };
    Exact exact() const;
    static DoubleSum from_exact(const Exact& exact);

    enum Special : uint8_t { none = 0, infinity = 1, minus_infinity = 2, nan = 4 };
    /// What was added that is not finite, combined by `|`.
    uint8_t specials() const { return specials_; }
    void add_specials(uint8_t specials) { specials_ |= specials; }

private:
    void add_special(double value);
    void add_slowly(double value);
    /// Makes chunks first_ to `last`, at most, writable.
    void cover(unsigned first, unsigned last);
    /// Leaves each chunk but the top one from 0 to 2^32 - 1.
    void carry();

    std::vector<int64_t> chunks_; // the sum is that of chunks_[i] * 2^(32 * (first_ + i) - 1074)
    uint16_t first_ = 0;
    uint16_t pending_ = 0; // additions left before the next carry()
    uint8_t specials_ = none;
};

} // namespace rowkit
