// The exact sum of numbers, in any order.
#include "data/number_sum.h"

#include "data/number_parts.h"

#include <charconv>

namespace rowkit {
namespace {

bool multiply(int128& value, int exponent) {
    return !__builtin_mul_overflow(value, wide_power_of_ten(exponent), &value);
}

void append_natural(Natural value, Buffer& out) {
    char digits[Natural::max_digits * 10];
    char* at = digits + sizeof digits;
    do *--at = static_cast<char>('0' + value.divide_small(10));
    while (!value.is_zero());
    out.append(at, static_cast<size_t>(digits + sizeof digits - at));
}

void append_integer(int value, Buffer& out) {
    char* const start = out.room(12);
    out.advance(static_cast<size_t>(std::to_chars(start, start + 12, value).ptr - start));
}

/// Reads what append_to() wrote, from the front of a text.
struct Reading {
    std::string_view text;

    bool skip(std::string_view word) {
        if (!text.starts_with(word)) return false;
        text.remove_prefix(word.size());
        return true;
    }
    bool natural(Natural& value, int most_bits) {
        size_t count = 0;
        for (; count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count) {
            value = value * Natural(10) + Natural(static_cast<uint128>(text[count] - '0'));
            if (value.bits() > most_bits) return false;
        }
        text.remove_prefix(count);
        return count > 0;
    }
    bool integer(int& value, int least, int most) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || value < least || value > most) return false;
        text.remove_prefix(static_cast<size_t>(end - text.data()));
        return true;
    }
};

} // namespace

void NumberSum::add_slowly(const Number& number) {
    if (number.is_real()) {
        more().doubles.add(number.real());
        more_->has_doubles = true;
        return;
    }
    refine(number.scale());
    int128 term = number.mantissa();
    if (!multiply(term, scale_ - number.scale()))
        return add_more(number.mantissa() < 0, scaled(number, number.scale()), number.scale());
    if (int128 sum; !__builtin_add_overflow(sum_, term, &sum)) {
        sum_ = sum;
    } else {
        move_sum_to_more();
        sum_ = term;
    }
}

void NumberSum::refine(int scale) {
    if (scale <= scale_) return;
    if (int128 finer = sum_; multiply(finer, scale - scale_)) {
        sum_ = finer;
    } else {
        move_sum_to_more();
    }
    scale_ = static_cast<uint8_t>(scale);
}

void NumberSum::move_sum_to_more() {
    add_more(sum_ < 0, magnitude(sum_), scale_);
    sum_ = 0;
}

void NumberSum::add_more(bool negative, const Natural& magnitude, int scale) {
    const Natural units = magnitude * Natural::power_of_ten(Number::max_scale - scale);
    int64_t over = 0;
    for (size_t i = 0; i < more_digits; ++i) {
        const int64_t digit = units.digit(static_cast<int>(i));
        uint32_t& at = more().decimals[i];
        over += negative ? at - digit : at + digit;
        at = static_cast<uint32_t>(over);
        over >>= 32;
    }
}

void NumberSum::merge_slowly(const NumberSum& other) {
    refine(other.scale_);
    int128 term = other.sum_, sum;
    if (multiply(term, scale_ - other.scale_) && !__builtin_add_overflow(sum_, term, &sum)) {
        sum_ = sum;
    } else {
        add_more(other.sum_ < 0, magnitude(other.sum_), other.scale_);
    }
    if (!other.more_) return;
    uint64_t over = 0;
    for (size_t i = 0; i < more_digits; ++i) {
        over += uint64_t{more().decimals[i]} + other.more_->decimals[i];
        more_->decimals[i] = static_cast<uint32_t>(over);
        over >>= 32;
    }
    more_->doubles.merge(other.more_->doubles);
    more_->has_doubles |= other.more_->has_doubles;
}

NumberSum::Decimals NumberSum::decimals() const {
    const bool spilled =
        more_ && std::any_of(more_->decimals.begin(), more_->decimals.end(), [](uint32_t d) { return d != 0; });
    if (!spilled) return {sum_ < 0, magnitude(sum_), scale_};
    NumberSum all;
    all.more().decimals = more_->decimals;
    all.add_more(sum_ < 0, magnitude(sum_), scale_);
    std::array<uint32_t, more_digits>& digits = all.more_->decimals;
    const bool negative = digits.back() >> 31 != 0;
    if (negative) {
        uint64_t over = 1;
        for (uint32_t& digit : digits) {
            over += static_cast<uint32_t>(~digit);
            digit = static_cast<uint32_t>(over);
            over >>= 32;
        }
    }
    return {negative, Natural::from_digits(digits.data(), more_digits), Number::max_scale};
}

Number NumberSum::result() const {
    const Decimals sum = decimals();
    if (!more_ || !more_->has_doubles)
        return without_trailing_zeros(number_from(sum.negative, sum.magnitude, sum.scale));
    const DoubleSum& doubles = more_->doubles;
    if (sum.magnitude.is_zero() || doubles.specials() != DoubleSum::none) return Number(doubles.result());
    const Exact both = *exact();
    const double nearest = ratio_to_double(both.numerator, Natural::power_of_ten(both.scale) << both.below);
    return Number(both.negative ? -nearest : nearest);
}

std::optional<NumberSum::Exact> NumberSum::exact() const {
    const Decimals sum = decimals();
    if (!more_ || !more_->has_doubles) return Exact{sum.negative, sum.magnitude, sum.scale, 0};
    if (more_->doubles.specials() != DoubleSum::none) return {};
    // Both over one denominator.
    const DoubleSum::Exact binary = more_->doubles.exact();
    const int below = std::max(0, -binary.exponent);
    const Natural left = sum.magnitude << below;
    const Natural right = (binary.magnitude << std::max(0, binary.exponent)) * Natural::power_of_ten(sum.scale);
    const bool left_is_greater = compare(left, right) >= 0;
    const bool negative = left_is_greater ? sum.negative : binary.negative;
    const Natural total = sum.negative == binary.negative ? left + right
                          : left_is_greater               ? left - right
                                                          : right - left;
    return Exact{negative, total, sum.scale, below};
}

/// Without trailing zeros, so that equal sums have equal texts however they came about.
void NumberSum::append_to(Buffer& out) const {
    Decimals sum = decimals();
    for (; sum.scale > 0; --sum.scale) {
        Natural tenth = sum.magnitude;
        if (tenth.divide_small(10) != 0) break;
        sum.magnitude = tenth;
    }
    if (sum.negative && !sum.magnitude.is_zero()) out.push_back('-');
    append_natural(sum.magnitude, out);
    out.append("e-");
    append_integer(sum.scale, out);
    if (!more_ || !more_->has_doubles) return;
    const DoubleSum::Exact binary = more_->doubles.exact();
    out.append(binary.negative ? ";-" : ";");
    append_natural(binary.magnitude, out);
    out.push_back('p');
    append_integer(binary.exponent, out);
    out.push_back(';');
    append_integer(more_->doubles.specials(), out);
}

std::optional<NumberSum> NumberSum::from_text(std::string_view text) {
    Reading reading{text};
    NumberSum sum;
    constexpr int most_bits = 32 * more_digits - 2; // leaves room for the sign and as much again
    const bool negative = reading.skip("-");
    Natural magnitude;
    int scale = 0;
    if (!reading.natural(magnitude, most_bits) || !reading.skip("e-") ||
        !reading.integer(scale, 0, Number::max_scale) ||
        (magnitude * Natural::power_of_ten(Number::max_scale - scale)).bits() > most_bits)
        return {};
    sum.scale_ = static_cast<uint8_t>(scale);
    if (magnitude.bits() < 127) {
        const auto value = static_cast<int128>(magnitude.low128());
        sum.sum_ = negative ? -value : value;
    } else {
        sum.add_more(negative, magnitude, scale);
    }
    if (reading.text.empty()) return sum;
    DoubleSum::Exact binary;
    int specials = 0;
    if (!reading.skip(";")) return {};
    binary.negative = reading.skip("-");
    if (!reading.natural(binary.magnitude, 2200) || !reading.skip("p") ||
        !reading.integer(binary.exponent, -1074, 1100) ||
        binary.magnitude.bits() + binary.exponent > 1100 || !reading.skip(";") ||
        !reading.integer(specials, 0, 7) || !reading.text.empty())
        return {};
    sum.more().doubles = DoubleSum::from_exact(binary);
    sum.more_->doubles.add_specials(static_cast<uint8_t>(specials));
    sum.more_->has_doubles = true;
    return sum;
}

} // namespace rowkit
