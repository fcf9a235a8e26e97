// Exact decimal numbers: rounding.
#include "data/number.h"
#include "data/number_parts.h"
#include "data/number_text.h"

#include <algorithm>

namespace rowkit {
namespace {

/// digits / 10^scale as a number; the scale may be negative.
Number number_of(bool negative, uint128 digits, int scale) {
    if (scale >= 0) return number_from(negative, digits, scale);
    if (digits == 0) return Number();
    return number_from(negative, Natural(digits) * Natural::power_of_ten(-scale), 0);
}

Number round_decimal(const Number& a, int places) {
    if (a.scale() <= places) return a;
    const int count = a.scale() - places;
    if (a.is_small() && places >= 0 && count <= 18) {
        const int64_t unit = powers_of_ten[count], mantissa = a.small_mantissa();
        const int64_t rest = mantissa % unit;
        return Number(mantissa / unit + (rest >= unit / 2) - (rest <= -unit / 2), places);
    }
    return number_of(a.sign() < 0, drop_digits(magnitude(a.mantissa()), count), places);
}

Number round_real(const Number& a, int places) {
    if (!a.is_finite()) return a;
    if (places >= 0 && places <= 18) {
        // What it prints as, times 10^places, is within 2^-12 of this: so unless a half is that near,
        // rounding is clear.
        const double units = std::fabs(a.real()) * static_cast<double>(powers_of_ten[places]);
        const double below = std::floor(units);
        if (units < 0x1p40 && std::fabs(units - below - 0.5) > 0x1p-8) {
            const auto mantissa = static_cast<int64_t>(below) + (units - below > 0.5);
            return Number(a.real() < 0 ? -mantissa : mantissa, places);
        }
    }
    ShortestDigits shortest(std::fabs(a.real()));
    if (shortest.scale > places) {
        shortest.drop(shortest.scale - places);
    } else if (shortest.scale > Number::max_scale) {
        return a;
    }
    return number_of(a.real() < 0, shortest.digits, shortest.scale);
}

enum class Towards { below, above, zero };

Number integer_of(const Number& a, Towards side) {
    if (a.is_real()) {
        const double whole = side == Towards::below   ? std::floor(a.real())
                             : side == Towards::above ? std::ceil(a.real())
                                                      : std::trunc(a.real());
        return as_decimal(Number(whole));
    }
    if (a.scale() == 0) return a;
    const int128 unit = wide_power_of_ten(a.scale());
    int128 whole = a.mantissa() / unit;
    const int128 rest = a.mantissa() % unit;
    if (side == Towards::below && rest < 0) whole -= 1;
    if (side == Towards::above && rest > 0) whole += 1;
    return Number(whole, 0);
}

} // namespace

uint128 drop_digits(uint128 value, int count) {
    if (count > Number::max_scale) return 0; // 2^127 is less than half of 10^39
    const uint128 unit = static_cast<uint128>(wide_power_of_ten(count));
    return value / unit + (value % unit >= unit / 2);
}

Number round(const Number& a, int places) {
    places = std::clamp(places, -400, 400);
    return a.is_real() ? round_real(a, places) : round_decimal(a, places);
}

Number floor(const Number& a) { return integer_of(a, Towards::below); }
Number ceil(const Number& a) { return integer_of(a, Towards::above); }
Number trunc(const Number& a) { return integer_of(a, Towards::zero); }

} // namespace rowkit
