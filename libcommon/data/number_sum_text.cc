// The exact sum of numbers as text.
#include "data/number_parts.h"
#include "data/number_sum.h"

#include <charconv>

namespace rowkit {
namespace {

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
    std::optional<ExactFraction> fraction() {
        ExactFraction read;
        int exponent = 0;
        read.negative = skip("-");
        if (!natural(read.numerator, WideSum::most_bits_above + WideSum::most_below) || !skip("p") ||
            !integer(exponent, -WideSum::most_below, WideSum::most_bits_above) || !skip("e-") ||
            !integer(read.scale, 0, WideSum::most_scale) ||
            read.numerator.bits() + exponent > WideSum::most_bits_above)
            return {};
        read.below = -exponent;
        return read;
    }
};

} // namespace

/// Decimals, / fractions, ; doubles, those that there are. Without trailing zeros, so that equal sums have
/// equal texts however they came about.
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
    if (more_ && more_->wide) {
        const ExactFraction wide = more_->wide->exact();
        out.append(wide.negative ? "/-" : "/");
        append_natural(wide.numerator, out);
        out.push_back('p');
        append_integer(-wide.below, out);
        out.append("e-");
        append_integer(wide.scale, out);
    }
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
    if (reading.skip("/")) {
        const auto wide = reading.fraction();
        if (!wide) return {};
        sum.wide().add(*wide);
    }
    if (reading.text.empty()) return sum;
    DoubleSum::Exact binary;
    int specials = 0;
    if (!reading.skip(";")) return {};
    binary.negative = reading.skip("-");
    if (!reading.natural(binary.magnitude, 2200) || !reading.skip("p") ||
        !reading.integer(binary.exponent, -1074, 1100) || binary.magnitude.bits() + binary.exponent > 1100 ||
        !reading.skip(";") || !reading.integer(specials, 0, 7) || !reading.text.empty())
        return {};
    sum.more().doubles = DoubleSum::from_exact(binary);
    sum.more_->doubles.add_specials(static_cast<uint8_t>(specials));
    sum.more_->has_doubles = true;
    return sum;
}

} // namespace rowkit
