// Numbers, and what is made of them by + and *, as fractions without rounding.
#pragma once

#include "data/natural.h"
#include "data/number.h"

#include <span>

namespace rowkit {

/// numerator / (10^scale * 2^below): any decimal, any finite double. The scale is not negative, `below` may
/// be.
struct ExactFraction {
    bool negative = false;
    Natural numerator;
    int scale = 0;
    int below = 0;
};

/// Of a finite number.
ExactFraction exact_fraction(const Number& number);

// Results must fit a Natural; `+` brings both sides to the greater scale and the greater `below`.
ExactFraction operator*(const ExactFraction& a, const ExactFraction& b);
ExactFraction operator+(const ExactFraction& a, const ExactFraction& b);
/// The greatest integer not above a / b: a decimal if it is one, else the nearest double. `b` is not 0.
Number floor_of_quotient(const ExactFraction& a, const ExactFraction& b);

} // namespace rowkit
