// Numbers of one group and their ranks, in memory and past its limit.
#pragma once

#include "ops/number_list.h"
#include "ops/value_runs.h"

#include <memory>
#include <utility>

namespace rowkit::ops {

/// A NumberList that can be put into temporary files when it takes too much. Not thread-safe.
class RankedNumbers {
public:
    void add(const Number& number) { list_.add(number); }
    void merge(RankedNumbers&& other);
    /// After seal(), as for NumberList; spilled ones as text only. Throws Error (exit 4) where these are too
    /// many.
    void write(StateWriter& out) const;
    static RankedNumbers read(StateReader& in);
    uint64_t heap() const { return list_.heap(); }

    /// Puts what is in memory into a temporary file. Throws Error (exit 4) where it can't be written.
    void spill(const SpillLimits& limits);
    /// After the last change.
    void seal();

    size_t size() const { return list_.size() + spilled_; }
    /// Of all numbers from the least, that of rank i and the next one; the last one twice.
    std::pair<Number, Number> at(size_t i);
    /// The same of their distances from `middle`.
    std::pair<Number, Number> distances_at(size_t i, const Number& middle);

private:
    Number distance_at(size_t i, const Number& middle) const;

    NumberList list_;
    std::unique_ptr<ValueRuns> runs_;
    uint64_t spilled_ = 0; // numbers in the runs
};

} // namespace rowkit::ops
