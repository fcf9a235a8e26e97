// Text to numbers: what is longer or odder than the inline path of number_parse.h takes.
#include "data/number_parse.h"

#include "data/number_parts.h"

#include <algorithm>
#include <charconv>

namespace rowkit {
namespace {

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') <= 9; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// A number text of any length, taken apart: the sign, and |value| = d.ddd * 10^highest.
struct Pieces {
    bool negative = false;
    std::string_view digits; // from the first that is not 0, a point among them or not; empty for zero
    int64_t highest = 0;
    std::string_view body; // what std::from_chars understands: no blanks, no sign

    bool read(std::string_view text);
};

/// The exponent after 'e'; false if it is none. Saturates far past any count of digits.
bool read_exponent(std::string_view text, int64_t& exponent) {
    if (text.empty()) return false;
    const bool negative = text[0] == '-';
    if (negative || text[0] == '+') text.remove_prefix(1);
    if (text.empty()) return false;
    exponent = 0;
    for (char c : text) {
        if (!is_digit(c)) return false;
        exponent = std::min<int64_t>(exponent * 10 + (c - '0'), 1'000'000'000'000);
    }
    if (negative) exponent = -exponent;
    return true;
}

bool Pieces::read(std::string_view text) {
    body = trim(text);
    if (body.empty()) return false;
    negative = body[0] == '-';
    if (negative || body[0] == '+') body.remove_prefix(1);
    size_t end = 0, point = std::string_view::npos, first = std::string_view::npos;
    for (; end < body.size(); ++end) {
        if (body[end] == '.' && point == std::string_view::npos) {
            point = end;
        } else if (!is_digit(body[end])) {
            break;
        } else if (body[end] != '0' && first == std::string_view::npos) {
            first = end;
        }
    }
    if (end == (point != std::string_view::npos)) return false; // no digit at all
    int64_t exponent = 0;
    if (end < body.size() && ((body[end] | 0x20) != 'e' || !read_exponent(body.substr(end + 1), exponent)))
        return false;
    if (first == std::string_view::npos) return true;
    digits = body.substr(first, end - first);
    const size_t whole = std::min(point, end);
    highest = exponent + static_cast<int64_t>(whole) - static_cast<int64_t>(first) - (first < whole);
    return true;
}

/// value * 10^exponent, if that stays below 2^127.
bool multiply(uint128& value, int exponent) {
    return !__builtin_mul_overflow(value, static_cast<uint128>(wide_power_of_ten(exponent)), &value) &&
           value >> 127 == 0;
}

/// The decimal that the pieces are, if they are one.
std::optional<Number> to_decimal(const Pieces& pieces) {
    uint128 mantissa = 0;
    int64_t used = 0, seen = 0; // digits in the mantissa; zeros wait for a digit that needs them
    for (char c : pieces.digits) {
        if (c == '.') continue;
        ++seen;
        if (c == '0') continue;
        if (seen - used > 38) return {};
        if (!multiply(mantissa, static_cast<int>(seen - used))) return {};
        mantissa += static_cast<uint128>(c - '0');
        if (mantissa >> 127 != 0) return {};
        used = seen;
    }
    if (mantissa == 0) return Number();
    int64_t scale = used - 1 - pieces.highest;
    if (scale > Number::max_scale || scale < -38) return {};
    if (scale < 0 && !multiply(mantissa, static_cast<int>(-scale))) return {};
    const auto value = static_cast<int128>(mantissa);
    return Number(pieces.negative ? -value : value, static_cast<int>(std::max<int64_t>(scale, 0)));
}

/// 17 to 24 plain characters, as long ids and printed doubles have; the scale is below 24.
bool read_plain(std::string_view text, int128& mantissa, int& scale) {
    if (text.size() < 17) return false;
    const bool negative = text[0] == '-';
    if (negative) text.remove_prefix(1);
    if (text.size() < 17 || text.size() > 24) return false;
    const size_t before = text.size() - 16; // eight can be read
    const uint64_t word =
        swar::load8(text.data()) << (64 - 8 * before) | swar::zeros >> 4 >> (8 * before - 4);
    swar::Digits head, tail;
    if (!swar::read_short(word, head) || !swar::read_long(text.data() + before, 16, tail)) return false;
    const bool point_in_head = head.after_point >= 0, point_in_tail = tail.after_point >= 0;
    if (point_in_head && point_in_tail) return false;
    const auto unit = static_cast<uint64_t>(powers_of_ten[point_in_tail ? 15 : 16]);
    mantissa = static_cast<int128>(uint128{head.value} * unit + tail.value);
    if (negative) mantissa = -mantissa;
    scale = point_in_head ? head.after_point + 16 : point_in_tail ? tail.after_point : 0;
    return true;
}

} // namespace

std::optional<Number> parse_number_slowly(std::string_view text) {
    int128 mantissa;
    int scale;
    if (read_plain(text, mantissa, scale)) return Number(mantissa, scale);
    Pieces pieces;
    if (!pieces.read(text)) return {};
    if (const std::optional<Number> decimal = to_decimal(pieces)) return decimal;
    double value = 0;
    const char* const end = pieces.body.data() + pieces.body.size();
    const std::errc error = std::from_chars(pieces.body.data(), end, value).ec;
    if (error != std::errc() || std::isinf(value)) {
        if (pieces.highest > 0) return {};
        value = 0;
    }
    return Number::rounded_from_text(pieces.negative ? -value : value);
}

int compare_number_texts(std::string_view a, std::string_view b) {
    Pieces left, right;
    if (!left.read(a) || !right.read(b)) return a.compare(b);
    if (left.digits.empty() || right.digits.empty()) {
        if (!left.digits.empty()) return left.negative ? -1 : 1;
        return right.digits.empty() ? 0 : right.negative ? 1 : -1;
    }
    if (left.negative != right.negative) return left.negative ? -1 : 1;
    const int sign = left.negative ? -1 : 1;
    if (left.highest != right.highest) return left.highest < right.highest ? -sign : sign;
    const auto next = [](std::string_view& digits) {
        if (!digits.empty() && digits[0] == '.') digits.remove_prefix(1);
        if (digits.empty()) return '0';
        const char digit = digits[0];
        digits.remove_prefix(1);
        return digit;
    };
    while (!left.digits.empty() || !right.digits.empty()) {
        const char in_a = next(left.digits), in_b = next(right.digits);
        if (in_a != in_b) return in_a < in_b ? -sign : sign;
    }
    return 0;
}

} // namespace rowkit
