// Fractions without rounding, for statistics made of exact sums.
#pragma once

#include "data/natural.h"
#include "data/number_sum.h"

#include <optional>

namespace rowkit::ops {

/// numerator / (10^scale * 2^below). Where a result would pass the capacity of Natural it becomes unknown, and so does
/// all that is made of it: only doubles whose sizes differ by hundreds of digits come to that.
class ExactRatio {
public:
    explicit ExactRatio(uint64_t whole) : known_(true), numerator_(whole) {}
    explicit ExactRatio(const NumberSum& sum);

    friend ExactRatio operator*(const ExactRatio& a, const ExactRatio& b);
    friend ExactRatio operator+(const ExactRatio& a, const ExactRatio& b);
    friend ExactRatio operator-(const ExactRatio& a, const ExactRatio& b);

    bool is_zero() const { return known_ && numerator_.is_zero(); }
    bool is_negative() const { return negative_; }
    bool is_known() const { return known_; }

    /// The double nearest to a / b; nothing where it is unknown or b is 0.
    friend std::optional<double> quotient(const ExactRatio& a, const ExactRatio& b);

private:
    ExactRatio() = default;
    bool known_ = false;
    bool negative_ = false;
    Natural numerator_;
    int scale_ = 0;
    int below_ = 0;
};

} // namespace rowkit::ops
