// Fractions without rounding, for statistics made of exact sums.
#pragma once

#include "data/exact_fraction.h"
#include "data/number_sum.h"
#include "expr/value.h"

#include <optional>

namespace rowkit::ops {

/// A fraction, or unknown where it is made of infinite numbers (or passes the capacity of Natural, which sums
/// of four factors and products of six sums of single numbers do not).
class ExactRatio {
public:
    explicit ExactRatio(uint64_t whole) : known_(true) { value_.numerator = whole; }
    explicit ExactRatio(const NumberSum& sum);

    friend ExactRatio operator*(const ExactRatio& a, const ExactRatio& b);
    friend ExactRatio operator+(const ExactRatio& a, const ExactRatio& b);
    friend ExactRatio operator-(const ExactRatio& a, const ExactRatio& b);

    bool is_zero() const { return known_ && value_.numerator.is_zero(); }
    bool is_negative() const { return value_.negative; }
    bool is_known() const { return known_; }

    /// The double nearest to a / b, to the root of a / b; nothing where it is unknown or b is 0.
    friend std::optional<double> quotient(const ExactRatio& a, const ExactRatio& b);
    friend std::optional<double> root_of_quotient(const ExactRatio& a, const ExactRatio& b);

private:
    ExactRatio() = default;
    friend std::optional<double> rounded(const ExactRatio& a, const ExactRatio& b,
                                         double (*round)(const Natural& numerator,
                                                         const Natural& denominator));
    bool known_ = false;
    ExactFraction value_;
};

/// a / b: exact if it is a decimal, as divide() of Numbers, else the nearest double. Null where b is 0.
expr::Value ratio_of_sums(const NumberSum& a, const NumberSum& b);

/// Null for nothing.
inline expr::Value number_or_null(std::optional<double> value) {
    return value ? expr::Value::of(Number(*value)) : expr::Value();
}

} // namespace rowkit::ops
