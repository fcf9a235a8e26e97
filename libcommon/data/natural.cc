// Non-negative integers of a few thousand bits.
#include "data/natural.h"

#include <bit>
#include <cassert>
#include <cmath>

namespace rowkit {

Natural::Natural(uint128 value) {
    for (; value != 0; value >>= 32) digits_[size_++] = static_cast<uint32_t>(value);
}

Natural Natural::from_digits(const uint32_t* digits, int count) {
    assert(count <= max_digits);
    Natural result;
    result.size_ = count;
    std::copy_n(digits, count, result.digits_.begin());
    result.trim();
    return result;
}

Natural Natural::power_of_ten(int exponent) {
    Natural result = 1;
    Natural square = 10;
    for (;; square = square * square) {
        if (exponent & 1) result = result * square;
        exponent >>= 1;
        if (exponent == 0) return result;
    }
}

int Natural::bits() const { return size_ == 0 ? 0 : 32 * size_ - std::countl_zero(digits_[size_ - 1]); }

int Natural::trailing_zeros() const {
    for (int i = 0; i < size_; ++i)
        if (digits_[i] != 0) return 32 * i + std::countr_zero(digits_[i]);
    return 0;
}

uint128 Natural::low128() const {
    uint128 value = 0;
    for (int i = std::min(size_, 4) - 1; i >= 0; --i) value = value << 32 | digits_[i];
    return value;
}

int compare(const Natural& a, const Natural& b) {
    if (a.size_ != b.size_) return a.size_ < b.size_ ? -1 : 1;
    for (int i = a.size_ - 1; i >= 0; --i)
        if (a.digits_[i] != b.digits_[i]) return a.digits_[i] < b.digits_[i] ? -1 : 1;
    return 0;
}

Natural operator+(const Natural& a, const Natural& b) {
    if (a.size_ < b.size_) return b + a;
    assert(a.size_ < Natural::max_digits);
    Natural sum;
    uint64_t carry = 0;
    for (int i = 0; i < a.size_; ++i) {
        carry += uint64_t{a.digits_[i]} + b.digit(i);
        sum.digits_[i] = static_cast<uint32_t>(carry);
        carry >>= 32;
    }
    sum.digits_[a.size_] = static_cast<uint32_t>(carry);
    sum.size_ = a.size_ + 1;
    sum.trim();
    return sum;
}

Natural operator-(const Natural& a, const Natural& b) {
    assert(compare(a, b) >= 0);
    Natural difference;
    uint64_t borrow = 0;
    for (int i = 0; i < a.size_; ++i) {
        const uint64_t digit = uint64_t{a.digits_[i]} - b.digit(i) - borrow;
        difference.digits_[i] = static_cast<uint32_t>(digit);
        borrow = digit >> 63;
    }
    difference.size_ = a.size_;
    difference.trim();
    return difference;
}

Natural operator*(const Natural& a, const Natural& b) {
    assert(a.size_ + b.size_ <= Natural::max_digits);
    Natural product;
    product.size_ = a.size_ + b.size_;
    std::fill_n(product.digits_.begin(), product.size_, 0);
    for (int i = 0; i < a.size_; ++i) {
        uint64_t carry = 0;
        for (int j = 0; j < b.size_; ++j) {
            carry += uint64_t{a.digits_[i]} * b.digits_[j] + product.digits_[i + j];
            product.digits_[i + j] = static_cast<uint32_t>(carry);
            carry >>= 32;
        }
        product.digits_[i + b.size_] = static_cast<uint32_t>(carry);
    }
    product.trim();
    return product;
}

Natural operator<<(const Natural& a, int bits) {
    const int whole = bits / 32, part = bits % 32;
    if (a.size_ == 0) return a;
    assert(a.size_ + whole < Natural::max_digits);
    Natural shifted;
    std::fill_n(shifted.digits_.begin(), whole, 0);
    uint64_t carry = 0;
    for (int i = 0; i < a.size_; ++i) {
        carry |= uint64_t{a.digits_[i]} << part;
        shifted.digits_[whole + i] = static_cast<uint32_t>(carry);
        carry >>= 32;
    }
    shifted.digits_[whole + a.size_] = static_cast<uint32_t>(carry);
    shifted.size_ = whole + a.size_ + 1;
    shifted.trim();
    return shifted;
}

Natural operator>>(const Natural& a, int bits) {
    const int whole = bits / 32, part = bits % 32;
    Natural shifted;
    for (int i = whole; i < a.size_; ++i) {
        const uint64_t two = uint64_t{a.digit(i + 1)} << 32 | a.digits_[i];
        shifted.digits_[shifted.size_++] = static_cast<uint32_t>(two >> part);
    }
    shifted.trim();
    return shifted;
}

uint32_t Natural::divide_small(uint32_t divisor) {
    uint64_t rest = 0;
    for (int i = size_ - 1; i >= 0; --i) {
        rest = rest << 32 | digits_[i];
        digits_[i] = static_cast<uint32_t>(rest / divisor);
        rest %= divisor;
    }
    trim();
    return static_cast<uint32_t>(rest);
}

Division divide(const Natural& numerator, const Natural& denominator) {
    assert(!denominator.is_zero());
    if (compare(numerator, denominator) < 0) return {{}, numerator};
    if (denominator.size_ == 1) {
        Natural quotient = numerator;
        const uint32_t rest = quotient.divide_small(denominator.digits_[0]);
        return {quotient, rest};
    }
    // With the highest bit of the divisor set, a quotient digit guessed from two digits is at most two too
    // large.
    const int shift = std::countl_zero(denominator.digits_[denominator.size_ - 1]);
    const Natural d = denominator << shift;
    Natural rest = numerator << shift;
    const int n = d.size_;
    for (const int wanted = numerator.size_ + 1; rest.size_ < wanted;) rest.digits_[rest.size_++] = 0;
    Natural quotient;
    quotient.size_ = rest.size_ - n;
    for (int j = quotient.size_ - 1; j >= 0; --j) {
        uint32_t* const at = rest.digits_.data() + j;
        const uint64_t head = uint64_t{at[n]} << 32 | at[n - 1];
        uint64_t guess = head / d.digits_[n - 1];
        uint64_t left = head % d.digits_[n - 1];
        while (guess >> 32 != 0 || guess * d.digits_[n - 2] > (left << 32 | at[n - 2])) {
            --guess;
            left += d.digits_[n - 1];
            if (left >> 32 != 0) break;
        }
        uint64_t carry = 0, borrow = 0;
        for (int i = 0; i < n; ++i) {
            carry += guess * d.digits_[i];
            const uint64_t digit = uint64_t{at[i]} - static_cast<uint32_t>(carry) - borrow;
            at[i] = static_cast<uint32_t>(digit);
            borrow = digit >> 63;
            carry >>= 32;
        }
        const uint64_t top = uint64_t{at[n]} - carry - borrow;
        at[n] = static_cast<uint32_t>(top);
        if (top >> 63 != 0) { // one too large after all: give one divisor back
            --guess;
            uint64_t sum = 0;
            for (int i = 0; i < n; ++i) {
                sum += uint64_t{at[i]} + d.digits_[i];
                at[i] = static_cast<uint32_t>(sum);
                sum >>= 32;
            }
            at[n] += static_cast<uint32_t>(sum);
        }
        quotient.digits_[j] = static_cast<uint32_t>(guess);
    }
    quotient.trim();
    rest.trim();
    return {quotient, rest >> shift};
}

namespace {

/// (value + something less than 1 if there is `more`) * 2^exponent as a double; `value` has at least 63 bits
/// or there is no more.
double round_to_double(uint128 value, bool more, int exponent) {
    const auto high = static_cast<uint64_t>(value >> 64);
    const int bits =
        high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(static_cast<uint64_t>(value));
    // A double keeps 53 bits, fewer where they would be below 2^-1074.
    const int drop = std::max({0, bits - 53, -1074 - exponent});
    if (drop > bits + 1) return 0;
    const uint128 unit = uint128{1} << drop;
    const uint128 below = value & (unit - 1);
    auto kept = static_cast<uint64_t>(value >> drop);
    if (below > unit / 2 || (drop > 0 && below == unit / 2 && (more || (kept & 1) != 0))) ++kept;
    return std::ldexp(static_cast<double>(kept), exponent + drop);
}

} // namespace

double ratio_to_double(const Natural& numerator, const Natural& denominator) {
    if (numerator.is_zero()) return 0;
    // A quotient of 64 or 65 bits and whether anything is left over decide how a double rounds.
    const int shift = denominator.bits() + 64 - numerator.bits();
    const Division division =
        shift >= 0 ? divide(numerator << shift, denominator) : divide(numerator, denominator << -shift);
    return round_to_double(division.quotient.low128(), !division.remainder.is_zero(), -shift);
}

double ratio_root_to_double(const Natural& numerator, const Natural& denominator) {
    if (numerator.is_zero()) return 0;
    // A quotient of 125 to 127 bits has a root of 63 or 64, which rounds as above. The shift is even, to have
    // a root too.
    const int shift = (denominator.bits() + 126 - numerator.bits()) & ~1;
    const Division division =
        shift >= 0 ? divide(numerator << shift, denominator) : divide(numerator, denominator << -shift);
    const uint128 square = division.quotient.low128();
    // The first guess has 52 good bits; Newton's step leaves it at most one off.
    auto root = static_cast<uint64_t>(std::sqrt(static_cast<double>(square)));
    root = static_cast<uint64_t>((root + square / root) / 2);
    while (uint128{root} * root > square) --root;
    while ((uint128{root} + 1) * (uint128{root} + 1) <= square) ++root;
    const bool more = uint128{root} * root != square || !division.remainder.is_zero();
    return round_to_double(root, more, -shift / 2);
}

double binary_to_double(const Natural& value, int exponent) {
    const int excess = std::max(0, value.bits() - 64);
    return round_to_double((value >> excess).low128(), value.trailing_zeros() < excess, exponent + excess);
}

} // namespace rowkit
