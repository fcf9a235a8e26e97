// The exact sum of numbers, in any order.
#include "data/number_sum.h"

#include "data/number_parts.h"

#include <algorithm>

namespace rowkit {
namespace {

bool multiply(int128& value, int exponent) {
    return !__builtin_mul_overflow(value, wide_power_of_ten(exponent), &value);
}

} // namespace

void NumberSum::add_slowly(const Number& number) {
    if (number.is_real()) {
        more().doubles.add(number.real());
        more_->has_doubles = true;
        return;
    }
    refine(number.scale());
    int128 term = number.mantissa();
    if (!multiply(term, scale_ - number.scale()))
        return add_more(number.mantissa() < 0, scaled(number, number.scale()), number.scale());
    if (int128 sum; !__builtin_add_overflow(sum_, term, &sum)) {
        sum_ = sum;
    } else {
        move_sum_to_more();
        sum_ = term;
    }
}

void NumberSum::refine(int scale) {
    if (scale <= scale_) return;
    if (int128 finer = sum_; multiply(finer, scale - scale_)) {
        sum_ = finer;
    } else {
        move_sum_to_more();
    }
    scale_ = static_cast<uint8_t>(scale);
}

void NumberSum::move_sum_to_more() {
    add_more(sum_ < 0, magnitude(sum_), scale_);
    sum_ = 0;
}

void NumberSum::add_more(bool negative, const Natural& magnitude, int scale) {
    const Natural units = magnitude * Natural::power_of_ten(Number::max_scale - scale);
    int64_t over = 0;
    for (size_t i = 0; i < more_digits; ++i) {
        const int64_t digit = units.digit(static_cast<int>(i));
        uint32_t& at = more().decimals[i];
        over += negative ? at - digit : at + digit;
        at = static_cast<uint32_t>(over);
        over >>= 32;
    }
}

void NumberSum::merge_slowly(const NumberSum& other) {
    refine(other.scale_);
    int128 term = other.sum_, sum;
    if (multiply(term, scale_ - other.scale_) && !__builtin_add_overflow(sum_, term, &sum)) {
        sum_ = sum;
    } else {
        add_more(other.sum_ < 0, magnitude(other.sum_), other.scale_);
    }
    if (!other.more_) return;
    uint64_t over = 0;
    for (size_t i = 0; i < more_digits; ++i) {
        over += uint64_t{more().decimals[i]} + other.more_->decimals[i];
        more_->decimals[i] = static_cast<uint32_t>(over);
        over >>= 32;
    }
    if (other.more_->wide) wide().merge(*other.more_->wide);
    more_->doubles.merge(other.more_->doubles);
    more_->has_doubles |= other.more_->has_doubles;
}

NumberSum::Decimals NumberSum::decimals() const {
    const bool spilled = more_ && std::any_of(more_->decimals.begin(), more_->decimals.end(),
                                              [](uint32_t d) { return d != 0; });
    if (!spilled) return {sum_ < 0, magnitude(sum_), scale_};
    NumberSum all;
    all.more().decimals = more_->decimals;
    all.add_more(sum_ < 0, magnitude(sum_), scale_);
    std::array<uint32_t, more_digits>& digits = all.more_->decimals;
    const bool negative = digits.back() >> 31 != 0;
    if (negative) {
        uint64_t over = 1;
        for (uint32_t& digit : digits) {
            over += static_cast<uint32_t>(~digit);
            digit = static_cast<uint32_t>(over);
            over >>= 32;
        }
    }
    return {negative, Natural::from_digits(digits.data(), more_digits), Number::max_scale};
}

Number NumberSum::result() const {
    const bool has_doubles = more_ && more_->has_doubles;
    if (!has_doubles && !(more_ && more_->wide)) {
        const Decimals sum = decimals();
        return without_trailing_zeros(number_from(sum.negative, sum.magnitude, sum.scale));
    }
    if (more_->doubles.specials() != DoubleSum::none || (!more_->wide && decimals().magnitude.is_zero()))
        return Number(more_->doubles.result());
    const auto sum = exact();
    if (!has_doubles && sum->below <= 0)
        return without_trailing_zeros(number_from(sum->negative, sum->numerator << -sum->below, sum->scale));
    const double nearest = ratio_to_double(sum->numerator << std::max(0, -sum->below),
                                           Natural::power_of_ten(sum->scale) << std::max(0, sum->below));
    return Number(sum->negative ? -nearest : nearest);
}

std::optional<ExactFraction> NumberSum::exact() const {
    const Decimals decimals = this->decimals();
    ExactFraction sum{decimals.negative, decimals.magnitude, decimals.scale, 0};
    if (!more_) return sum;
    if (more_->doubles.specials() != DoubleSum::none) return {};
    if (more_->has_doubles) {
        const DoubleSum::Exact binary = more_->doubles.exact();
        sum = sum + ExactFraction{binary.negative, binary.magnitude, 0, -binary.exponent};
    }
    return more_->wide ? sum + more_->wide->exact() : sum;
}

} // namespace rowkit
