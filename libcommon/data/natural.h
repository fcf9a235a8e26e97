// Non-negative integers of a few thousand bits: what exact numbers fall back on where 128 bits don't do.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace rowkit {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

/// Integers from 0 to 2^16384 - 1 in place, without allocation. Made for the rare and slow case: schoolbook
/// methods on 32-bit digits. A result past the capacity is a programming error (checked by assert).
class Natural {
public:
    static constexpr int max_digits = 512; // the sixth power of any double, in units of that of the least one

    Natural() = default; // zero
    Natural(uint128 value);
    Natural(const Natural& other) { *this = other; }
    Natural& operator=(const Natural& other) {
        size_ = other.size_;
        std::copy_n(other.digits_.begin(), size_, digits_.begin());
        return *this;
    }
    /// The `count` digits at `digits`, least significant first.
    static Natural from_digits(const uint32_t* digits, int count);
    /// 10^exponent for exponents from 0 to 4900.
    static Natural power_of_ten(int exponent);

    bool is_zero() const { return size_ == 0; }
    /// The position of the highest bit that is set, from 1; 0 for zero.
    int bits() const;
    /// How many bits below the lowest one that is set; 0 for zero.
    int trailing_zeros() const;
    /// The value modulo 2^128.
    uint128 low128() const;
    /// Base 2^32, least significant first.
    int size() const { return size_; }
    uint32_t digit(int at) const { return at < size_ ? digits_[at] : 0; }

    friend int compare(const Natural& a, const Natural& b);
    friend Natural operator+(const Natural& a, const Natural& b);
    /// `a` is not less than `b`.
    friend Natural operator-(const Natural& a, const Natural& b);
    friend Natural operator*(const Natural& a, const Natural& b);
    friend Natural operator<<(const Natural& a, int bits);
    friend Natural operator>>(const Natural& a, int bits);

    /// Divides in place and returns the remainder; `divisor` is not 0.
    uint32_t divide_small(uint32_t divisor);

private:
    friend struct Division divide(const Natural& numerator, const Natural& denominator);
    void trim() {
        while (size_ > 0 && digits_[size_ - 1] == 0) --size_;
    }

    int size_ = 0;
    std::array<uint32_t, max_digits> digits_; // those from size_ on are not set
};

struct Division {
    Natural quotient;
    Natural remainder;
};
/// Knuth's algorithm D (The Art of Computer Programming 2, 4.3.1). The denominator is not 0.
Division divide(const Natural& numerator, const Natural& denominator);

/// numerator / denominator, rounded once to the nearest double, ties to even; infinity past the largest. The
/// denominator is not 0.
double ratio_to_double(const Natural& numerator, const Natural& denominator);
/// The square root of numerator / denominator, rounded so.
double ratio_root_to_double(const Natural& numerator, const Natural& denominator);
/// value * 2^exponent, rounded so.
double binary_to_double(const Natural& value, int exponent);

} // namespace rowkit
