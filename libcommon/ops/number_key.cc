// Numbers as bytes that compare as the numbers do: those that are not told by a double alone.
#include "ops/number_key.h"

#include "data/natural.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace rowkit::ops {
namespace {

constexpr char less_tail = 0x40, more_tail = static_cast<char>(0xC0);

/// A magnitude as 0.DIGITS times ten to the `exponent`; no zero at either end.
struct Digits {
    std::string digits;
    int64_t exponent = 0;

    void trim() {
        const size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
        digits.erase(0, zeros);
        exponent -= static_cast<int64_t>(zeros);
        digits.erase(digits.find_last_not_of('0') + 1);
    }
    friend bool operator<(const Digits& a, const Digits& b) {
        return a.exponent != b.exponent ? a.exponent < b.exponent : a.digits < b.digits;
    }
};

std::string text_of(Natural value) {
    std::string text;
    while (!value.is_zero()) {
        uint32_t rest = value.divide_small(1'000'000'000);
        for (int i = 0; i < 9; ++i, rest /= 10) text.push_back(static_cast<char>('0' + rest % 10));
    }
    std::ranges::reverse(text);
    return text;
}

Digits of_decimal(const Number& number) {
    const int128 mantissa = number.mantissa();
    Digits made{
        text_of(Natural(mantissa < 0 ? -static_cast<uint128>(mantissa) : static_cast<uint128>(mantissa))), 0};
    made.exponent = static_cast<int64_t>(made.digits.size()) - number.scale();
    made.trim();
    return made;
}

/// All digits of a finite double: m * 2^e, with a negative e as m * 5^-e / 10^-e.
Digits of_double(double value) {
    int exponent;
    const double fraction = std::frexp(std::fabs(value), &exponent);
    auto mantissa = static_cast<uint64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    const int zeros = std::min(std::countr_zero(mantissa), exponent < 0 ? -exponent : 0);
    mantissa >>= zeros;
    exponent += zeros;
    Natural whole{uint128{mantissa}};
    if (exponent >= 0)
        whole = whole << exponent;
    else // 5^n is 10^n / 2^n
        for (int left = -exponent; left > 0; left -= 27) {
            uint128 power = 1;
            for (int i = 0; i < std::min(left, 27); ++i) power *= 5;
            whole = whole * Natural(power);
        }
    Digits made{text_of(whole), 0};
    made.exponent = static_cast<int64_t>(made.digits.size()) + std::min(exponent, 0);
    made.trim();
    return made;
}

/// All digits of a text that is a number.
Digits of_text(std::string_view text) {
    Digits made;
    bool point = false;
    size_t at = 0;
    for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
        if (text[at] == '.') point = true;
        if (text[at] < '0' || text[at] > '9') continue;
        made.digits.push_back(text[at]);
        made.exponent += !point;
    }
    if (at < text.size()) {
        const size_t from = at + 1 + (at + 1 < text.size() && text[at + 1] == '+');
        int64_t written = 0;
        std::from_chars(text.data() + from, text.data() + text.size(), written);
        made.exponent += written;
    }
    made.trim();
    return made;
}

/// The decimal of 15 digits that a double stands for, if there is one: none in the realm of subnormal
/// doubles, where there may be several.
bool find_plain(double value, Digits& plain) {
    value = std::fabs(value);
    if (value < 3e-308) return false;
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, 14).ptr;
    double back = 0;
    std::from_chars(text, end, back);
    if (back != value) return false;
    plain = of_text({text, static_cast<size_t>(end - text)});
    return true;
}

void append_big_endian(uint64_t value, int bytes, std::string& out) {
    for (int i = bytes; i-- > 0;) out.push_back(static_cast<char>(value >> (8 * i)));
}

/// Exponent and digits, those in pairs from 1 to 100 and with a 0 at their end.
std::string exact_tail(const Digits& digits) {
    std::string tail;
    append_big_endian(static_cast<uint64_t>(std::clamp<int64_t>(digits.exponent, -30000, 30000) + 32768), 2,
                      tail);
    for (size_t i = 0; i < digits.digits.size(); i += 2) {
        const int second = i + 1 < digits.digits.size() ? digits.digits[i + 1] - '0' : 0;
        tail.push_back(static_cast<char>((digits.digits[i] - '0') * 10 + second + 1));
    }
    tail.push_back('\0');
    return tail;
}

} // namespace

void append_number_key_slowly(const Number& number, std::string_view text, Buffer& out) {
    if (number.is_nan()) return out.append("\xFF\xF8", 2);
    const double nearest = number.to_double();
    std::string key;
    append_big_endian(ordered_bits(nearest), 8, key);
    const bool by_text = number.was_rounded() && !text.empty();
    if (!std::isfinite(nearest) || (number.is_zero() && !by_text)) {
        key.push_back(static_cast<char>(plain_tail));
        return out.append(key);
    }
    const Digits exact = by_text            ? of_text(text)
                         : number.is_real() ? of_double(number.real())
                                            : of_decimal(number);
    if (exact.digits.empty()) {
        key.push_back(static_cast<char>(plain_tail));
        return out.append(key);
    }
    Digits plain;
    const bool is_plain = find_plain(nearest, plain);
    if (is_plain && exact.exponent == plain.exponent && exact.digits == plain.digits) {
        key.push_back(static_cast<char>(plain_tail));
        return out.append(key);
    }
    std::string tail(1, is_plain && exact < plain ? less_tail : more_tail);
    tail += exact_tail(exact);
    // The magnitudes of negative numbers are in the other order.
    if (std::signbit(nearest))
        for (char& byte : tail) byte = static_cast<char>(~byte);
    out.append(key + tail);
}

} // namespace rowkit::ops
