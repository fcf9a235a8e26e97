// The exact sum of fractions, in any order.
#include "data/wide_sum.h"

namespace rowkit {

void WideSum::add(const ExactFraction& term) {
    if (term.numerator.is_zero()) return;
    refine(term.scale);
    const int first = -term.below >> 5, shift = -term.below & 31;
    if (scale_ == term.scale) return add_digits(term.negative, term.numerator << shift, first);
    add_digits(term.negative, (term.numerator * Natural::power_of_ten(scale_ - term.scale)) << shift, first);
}

void WideSum::refine(int scale) {
    if (scale <= scale_) return;
    const bool negative = is_negative();
    const Natural finer = magnitude() * Natural::power_of_ten(scale - scale_);
    digits_.clear();
    scale_ = scale;
    add_digits(negative, finer, first_);
}

void WideSum::add_digits(bool negative, const Natural& magnitude, int first) {
    if (magnitude.is_zero()) return;
    if (digits_.empty()) {
        first_ = first;
    } else if (first < first_) {
        digits_.insert(digits_.begin(), static_cast<size_t>(first_ - first), 0);
        first_ = first;
    }
    const auto from = static_cast<size_t>(first - first_), to = from + static_cast<size_t>(magnitude.size());
    if (digits_.size() <= to) digits_.resize(to + 1, is_negative() ? UINT32_MAX : 0);
    int64_t over = 0;
    for (size_t i = from; i < to || (over != 0 && i < digits_.size()); ++i) {
        const int64_t digit = magnitude.digit(static_cast<int>(i - from));
        over += negative ? digits_[i] - digit : digits_[i] + digit;
        digits_[i] = static_cast<uint32_t>(over);
        over >>= 32;
    }
    if (digits_.back() + 1 > 1) digits_.push_back(is_negative() ? UINT32_MAX : 0);
}

Natural WideSum::magnitude() const {
    std::vector<uint32_t> digits = digits_;
    if (is_negative()) {
        uint64_t over = 1;
        for (uint32_t& digit : digits) {
            over += static_cast<uint32_t>(~digit);
            digit = static_cast<uint32_t>(over);
            over >>= 32;
        }
    }
    return Natural::from_digits(digits.data(), static_cast<int>(digits.size()));
}

ExactFraction WideSum::exact() const {
    ExactFraction sum{is_negative(), magnitude(), scale_, -32 * first_};
    if (sum.numerator.is_zero()) return {};
    for (; sum.scale > 0; --sum.scale, ++sum.below) { // 1/10 is 1/5 * 1/2
        Natural fifth = sum.numerator;
        if (fifth.divide_small(5) != 0) break;
        sum.numerator = fifth;
    }
    const int zeros = sum.numerator.trailing_zeros();
    sum.numerator = sum.numerator >> zeros;
    sum.below -= zeros;
    return sum;
}

} // namespace rowkit
