// Many numbers in little memory.
#include "ops/number_list.h"

#include <algorithm>
#include <cstdlib>
#include <span>

namespace rowkit::ops {
namespace {

constexpr size_t most_tried = 1 << 20; // mantissas, whether they are worth counting
constexpr int64_t most_scaled = 1'000'000'000'000'000'000; // leaves room to see that one does not fit

bool scaled(int64_t mantissa, int by, int64_t& out) {
    for (; by > 0; --by)
        if (__builtin_mul_overflow(mantissa, int64_t{10}, &mantissa)) return false;
    if (mantissa >= most_scaled || mantissa <= -most_scaled) return false;
    out = mantissa;
    return true;
}

} // namespace

bool NumberList::comes_before(const Number& a, const Number& b) {
    const int order = compare(a, b);
    return order < 0 || (order == 0 && b.is_real() && !a.is_real());
}

/// All mantissas with more digits after the point, if they fit so.
bool NumberList::rescale(int scale) {
    if (scale > 18) return false;
    const int by = scale - scale_;
    if (!scaled(farthest_, by, farthest_)) return false;
    for (int64_t& mantissa : mantissas_) scaled(mantissa, by, mantissa);
    for (Counted& each : counted_) scaled(each.mantissa, by, each.mantissa);
    scale_ = scale;
    return true;
}

void NumberList::add(const Number& number) {
    sorted_ = false;
    int64_t mantissa;
    if (number.is_small() && (number.scale() <= scale_ || rescale(number.scale())) &&
        scaled(number.small_mantissa(), scale_ - number.scale(), mantissa)) {
        mantissas_.push_back(mantissa);
        farthest_ = std::max(farthest_, std::abs(mantissa));
        if (mantissas_.size() >= next_count_) count();
    } else if (!number.is_nan()) {
        others_.push_back(number);
    }
}

/// Puts the mantissas among the counted ones, unless there are too many different ones among the last that
/// came.
void NumberList::count() {
    const std::span<int64_t> last = std::span(mantissas_).last(std::min(mantissas_.size(), most_tried));
    std::ranges::sort(last);
    size_t different = 1;
    for (size_t i = 1; i < last.size(); ++i) different += last[i] != last[i - 1];
    if (different > last.size() / 4) return void(next_count_ = 4 * mantissas_.size());
    std::ranges::sort(mantissas_);
    std::vector<Counted> more;
    for (int64_t mantissa : mantissas_) {
        if (!more.empty() && more.back().mantissa == mantissa) ++more.back().times;
        else more.push_back({mantissa, 1});
    }
    add_counted(more);
    mantissas_.clear();
    next_count_ = std::max(first_count, counted_.size());
}

void NumberList::add_counted(const std::vector<Counted>& more) {
    std::vector<Counted> both;
    both.reserve(counted_.size() + more.size());
    std::ranges::merge(counted_, more, std::back_inserter(both), {}, &Counted::mantissa, &Counted::mantissa);
    size_t kept = 0;
    for (const Counted& each : both) {
        if (kept && both[kept - 1].mantissa == each.mantissa) both[kept - 1].times += each.times;
        else both[kept++] = each;
    }
    both.resize(kept);
    counted_.assign(both.begin(), both.end());
    for (const Counted& each : more) counted_size_ += each.times;
}

void NumberList::merge(NumberList&& other) {
    if (size() < other.size()) std::swap(*this, other);
    sorted_ = false;
    if (scale_ < other.scale_) rescale(other.scale_);
    if (scale_ > other.scale_) other.rescale(scale_);
    if (scale_ == other.scale_) {
        farthest_ = std::max(farthest_, other.farthest_);
        if (!other.counted_.empty()) add_counted(other.counted_);
        mantissas_.insert(mantissas_.end(), other.mantissas_.begin(), other.mantissas_.end());
        if (mantissas_.size() >= next_count_) count();
    } else {
        for (int64_t mantissa : other.mantissas_) add(Number(mantissa, other.scale_));
        for (const Counted& each : other.counted_)
            for (uint64_t i = 0; i < each.times; ++i) add(Number(each.mantissa, other.scale_));
    }
    others_.insert(others_.end(), other.others_.begin(), other.others_.end());
}

void NumberList::sort() {
    if (sorted_) return;
    sorted_ = true;
    std::ranges::sort(mantissas_);
    std::ranges::sort(others_, comes_before);
}

Number NumberList::at(size_t i) const {
    if (others_.empty() && counted_.empty()) return Number(mantissas_[i], scale_);
    if (i < others_.size() && mantissas_.empty() && counted_.empty()) return others_[i];
    Number found;
    each([&](const Number& number, uint64_t times) {
        found = number;
        if (i < times) return false;
        i -= times;
        return true;
    });
    return found;
}

void NumberList::write(StateWriter& out) const {
    if (out.is_bytes()) {
        out.integer(mantissas_.size() + others_.size());
        for (int64_t mantissa : mantissas_) out.number(Number(mantissa, scale_));
        for (const Number& number : others_) out.number(number);
        out.integer(static_cast<uint64_t>(scale_));
        out.integer(counted_.size());
        int64_t before = 0;
        for (const Counted& each : counted_) {
            out.integer(zigzag(each.mantissa - before));
            out.integer(each.times);
            before = each.mantissa;
        }
        return;
    }
    NumberList copy = *this;
    copy.sort();
    out.integer(copy.size());
    copy.each([&](const Number& number, uint64_t times) {
        for (uint64_t i = 0; i < times; ++i) out.number(number);
        return true;
    });
}

NumberList NumberList::read(StateReader& in) {
    NumberList read;
    for (uint64_t left = in.integer(); left > 0; --left) read.add(in.number());
    if (!in.has_positions()) return read;
    NumberList counted;
    counted.scale_ = static_cast<int>(in.integer());
    int64_t before = 0;
    for (uint64_t left = in.integer(); left > 0; --left) {
        before += unzigzag(in.integer());
        counted.counted_.push_back({before, in.integer()});
        counted.farthest_ = std::max(counted.farthest_, std::abs(before));
        counted.counted_size_ += counted.counted_.back().times;
    }
    if (counted.counted_size_) read.merge(std::move(counted));
    return read;
}

} // namespace rowkit::ops
