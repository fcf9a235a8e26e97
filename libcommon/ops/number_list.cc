// Many numbers in little memory.
#include "ops/number_list.h"

#include <algorithm>
#include <iterator>

namespace rowkit::ops {
namespace {

constexpr int64_t most_scaled = 1'000'000'000'000'000'000; // leaves room to see that one does not fit

bool scaled(int64_t mantissa, int by, int64_t& out) {
    for (; by > 0; --by)
        if (__builtin_mul_overflow(mantissa, int64_t{10}, &mantissa)) return false;
    out = mantissa;
    return mantissa < most_scaled && mantissa > -most_scaled;
}

/// Equal numbers print alike only if they are alike: a decimal comes before the double.
bool comes_before(const Number& a, const Number& b) {
    const int order = compare(a, b);
    return order < 0 || (order == 0 && b.is_real() && !a.is_real());
}

} // namespace

/// All mantissas with more digits after the point, if they fit so.
bool NumberList::rescale(int scale) {
    if (scale > 18) return false;
    const int by = scale - scale_;
    int64_t unused;
    for (int64_t mantissa : mantissas_)
        if (!scaled(mantissa, by, unused)) return false;
    for (int64_t& mantissa : mantissas_) scaled(mantissa, by, mantissa);
    scale_ = scale;
    return true;
}

void NumberList::add(const Number& number) {
    sorted_ = false;
    int64_t mantissa;
    if (number.is_small() && (number.scale() <= scale_ || rescale(number.scale())) &&
        scaled(number.small_mantissa(), scale_ - number.scale(), mantissa)) {
        mantissas_.push_back(mantissa);
    } else if (!number.is_nan()) {
        others_.push_back(number);
    }
}

void NumberList::merge(NumberList&& other) {
    if (size() < other.size()) std::swap(*this, other);
    sorted_ = false;
    if (scale_ == other.scale_) mantissas_.insert(mantissas_.end(), other.mantissas_.begin(), other.mantissas_.end());
    else
        for (int64_t mantissa : other.mantissas_) add(Number(mantissa, other.scale_));
    for (const Number& number : other.others_) add(number);
}

void NumberList::sort() {
    if (sorted_) return;
    sorted_ = true;
    if (!others_.empty()) {
        for (int64_t mantissa : mantissas_) others_.push_back(Number(mantissa, scale_));
        mantissas_ = {};
        std::ranges::sort(others_, comes_before);
    }
    std::ranges::sort(mantissas_);
}

void NumberList::write(StateWriter& out) const {
    if (out.is_bytes()) { // in any order
        out.integer(size());
        for (int64_t mantissa : mantissas_) out.number(Number(mantissa, scale_));
        for (const Number& number : others_) out.number(number);
        return;
    }
    NumberList copy = *this;
    copy.sort();
    out.integer(copy.size());
    for (size_t i = 0; i < copy.size(); ++i) out.number(copy.at(i));
}

NumberList NumberList::read(StateReader& in) {
    NumberList read;
    for (uint64_t left = in.integer(); left > 0; --left) read.add(in.number());
    return read;
}

} // namespace rowkit::ops
