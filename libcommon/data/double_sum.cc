// The exact sum of doubles, in any order.
#include "data/double_sum.h"

#include <algorithm>
#include <limits>

namespace rowkit {
namespace {

constexpr int64_t low_half = 0xFFFFFFFF;
// Each adds less than 2^53 to a chunk that is below 2^41 after carry().
constexpr uint16_t additions_before_carry = 1000;

} // namespace

void DoubleSum::add_special(double value) {
    specials_ |= std::isnan(value) ? nan : value < 0 ? minus_infinity : infinity;
}

void DoubleSum::add_slowly(double value) {
    if (value == 0) return;
    const unsigned exponent = std::bit_cast<uint64_t>(value) >> 52 & 0x7FF;
    const unsigned chunk = (exponent - (exponent != 0)) / 32;
    cover(chunk, chunk + 1);
    carry();
    pending_ = additions_before_carry;
    add(value);
}

void DoubleSum::cover(unsigned first, unsigned last) {
    if (chunks_.empty()) {
        first_ = static_cast<uint16_t>(first);
    } else if (first < first_) {
        chunks_.insert(chunks_.begin(), first_ - first, 0);
        first_ = static_cast<uint16_t>(first);
    }
    // A negative top chunk stays so: the value of one above it is 0, not its sign.
    if (last >= first_ + chunks_.size()) chunks_.resize(last - first_ + 1);
}

void DoubleSum::carry() {
    int64_t over = 0;
    for (size_t i = 0; i + 1 < chunks_.size(); ++i) {
        const int64_t chunk = chunks_[i] + over;
        chunks_[i] = chunk & low_half;
        over = chunk >> 32;
    }
    if (chunks_.empty()) return;
    chunks_.back() += over;
    if (const int64_t top = chunks_.back(); top >> 40 != 0 && top >> 40 != -1) {
        chunks_.back() = top & low_half;
        chunks_.push_back(top >> 32);
    }
}

void DoubleSum::merge(const DoubleSum& other) {
    specials_ |= other.specials_;
    if (other.chunks_.empty()) return;
    DoubleSum copy;
    copy.chunks_ = other.chunks_;
    copy.first_ = other.first_;
    copy.carry();
    cover(copy.first_, static_cast<unsigned>(copy.first_ + copy.chunks_.size() - 1));
    carry();
    for (size_t i = 0; i < copy.chunks_.size(); ++i) chunks_[copy.first_ - first_ + i] += copy.chunks_[i];
    carry();
    pending_ = additions_before_carry;
}

DoubleSum::Exact DoubleSum::exact() const {
    DoubleSum copy = *this;
    copy.carry();
    Exact sum;
    sum.negative = !copy.chunks_.empty() && copy.chunks_.back() < 0;
    if (sum.negative) {
        for (int64_t& chunk : copy.chunks_) chunk = -chunk;
        copy.carry();
    }
    uint32_t digits[Natural::max_digits];
    int count = 0;
    for (int64_t chunk : copy.chunks_) digits[count++] = static_cast<uint32_t>(chunk);
    if (count > 0) digits[count++] = static_cast<uint32_t>(copy.chunks_.back() >> 32);
    const Natural magnitude = Natural::from_digits(digits, count);
    if (magnitude.is_zero()) return {};
    const int zeros = magnitude.trailing_zeros();
    sum.magnitude = magnitude >> zeros;
    sum.exponent = 32 * first_ - 1074 + zeros;
    return sum;
}

DoubleSum DoubleSum::from_exact(const Exact& exact) {
    DoubleSum sum;
    if (exact.magnitude.is_zero()) return sum;
    const int position = exact.exponent + 1074;
    const Natural shifted = exact.magnitude << position % 32;
    sum.first_ = static_cast<uint16_t>(position / 32);
    for (int i = 0; i < shifted.size(); ++i)
        sum.chunks_.push_back(exact.negative ? -int64_t{shifted.digit(i)} : int64_t{shifted.digit(i)});
    return sum;
}

double DoubleSum::result() const {
    if ((specials_ & nan) != 0 || specials_ == (infinity | minus_infinity))
        return std::numeric_limits<double>::quiet_NaN();
    if (specials_ != none) return specials_ == infinity ? INFINITY : -INFINITY;
    const Exact sum = exact();
    const double nearest = binary_to_double(sum.magnitude, sum.exponent);
    return sum.negative ? -nearest : nearest;
}

} // namespace rowkit
