// Many numbers in little memory.
#pragma once

#include "data/number.h"
#include "ops/state_text.h"

#include <vector>

namespace rowkit::ops {

/// Numbers whose order does not matter: 8 bytes for each decimal of up to 18 digits, as long as they have about as many
/// after the point. NaN is left out. Not thread-safe.
class NumberList {
public:
    void add(const Number& number);
    void merge(NumberList&& other);
    size_t size() const { return mantissas_.size() + others_.size(); }

    void sort();
    /// After sort(), from the least.
    Number at(size_t i) const { return others_.empty() ? Number(mantissas_[i], scale_) : others_[i]; }

    /// In ascending order, however the numbers came.
    void write(StateWriter& out) const;
    static NumberList read(StateReader& in);

    uint64_t heap() const {
        return mantissas_.capacity() * sizeof(int64_t) + others_.capacity() * sizeof(Number);
    }

private:
    bool rescale(int scale);

    std::vector<int64_t> mantissas_; // in units of 10^-scale_
    std::vector<Number> others_;     // what did not fit; after sort(): all, if there are any
    int scale_ = 0;
    bool sorted_ = false;
};

} // namespace rowkit::ops
