// The sum of logarithms, in any order.
#pragma once

#include "data/number.h"
#include "ops/state_text.h"

namespace rowkit::ops {

/// Adds logarithms to base 2 as integers in units of 2^-72, each of them within 2^-64 of its value: the same
/// numbers give the same sum in any order and however it was merged, and the mean of a few equal ones is that
/// one.
class LogSum {
public:
    /// A positive finite number.
    void add(const Number& number);
    void merge(const LogSum& other) { sum_ += other.sum_; }
    /// 2^(sum / count): the geometric mean of so many numbers.
    double mean(uint64_t count) const;

    void write(StateWriter& out) const { out.number(Number(sum_, 0)); }
    static LogSum read(StateReader& in);

private:
    int128 sum_ = 0;
};

} // namespace rowkit::ops
