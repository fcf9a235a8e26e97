// Functions of whole numbers: their bits, and their digits in other bases.
#include "expr/body.h"

#include <bit>

namespace rowkit::expr {
namespace {

/// Of up to 127 bits; nothing where it has a fraction or more bits.
std::optional<int128> whole(const Number& number) {
    const Number cut = trunc(number);
    if (cut.is_real() || compare(cut, number) != 0) return std::nullopt;
    const Number plain = without_trailing_zeros(cut);
    return plain.scale() == 0 ? std::optional(plain.mantissa()) : std::nullopt;
}

template <class Combine> Value combined(const Call& call, Combine combine) {
    std::optional<int128> result;
    for (const Value& arg : call.args) {
        const auto bits = whole(arg.number());
        if (!bits) return {};
        result = result ? combine(*result, *bits) : *bits;
    }
    return Value::of(Number(*result, 0));
}
Value bit_and(const Call& call) {
    return combined(call, [](int128 a, int128 b) { return a & b; });
}
Value bit_or(const Call& call) {
    return combined(call, [](int128 a, int128 b) { return a | b; });
}
Value bit_xor(const Call& call) {
    return combined(call, [](int128 a, int128 b) { return a ^ b; });
}
Value bit_not(const Call& call) {
    const auto bits = whole(call.number(0));
    return bits ? Value::of(Number(~*bits, 0)) : Value();
}

Value shift_left(const Call& call) {
    const int64_t by = whole_number(call.number(1));
    if (!whole(call.number(0)) || by < 0) return {};
    const auto factor = power(Number(2), Number(by));
    return factor ? Value::of(call.number(0) * *factor) : Value();
}
Value shift_right(const Call& call) {
    const auto bits = whole(call.number(0));
    const int64_t by = whole_number(call.number(1));
    if (!bits || by < 0) return {};
    return Value::of(Number(*bits >> std::min<int64_t>(by, 127), 0));
}

Value bit_count(const Call& call) {
    const auto bits = whole(call.number(0));
    if (!bits) return {};
    // A negative number counts as one of 64 bits where it fits them.
    const bool short_one = *bits < 0 && *bits >= std::numeric_limits<int64_t>::min();
    const int high = short_one ? 0 : std::popcount(static_cast<uint64_t>(*bits >> 64));
    return Value::of(Number(std::popcount(static_cast<uint64_t>(*bits)) + high));
}

Value in_base(const Call& call, int64_t base, size_t width_arg) {
    const auto number = whole(call.number(0));
    if (!number || base < 2 || base > 36) return {};
    const int64_t width =
        call.count() > width_arg ? std::clamp<int64_t>(whole_number(call.number(width_arg)), 0, 1000) : 0;
    char digits[128];
    char* at = std::end(digits);
    uint128 rest = *number < 0 ? -static_cast<uint128>(*number) : static_cast<uint128>(*number);
    do *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[static_cast<int>(rest % static_cast<uint128>(base))];
    while (rest /= static_cast<uint128>(base));
    call.scratch.clear();
    if (*number < 0) call.scratch.push_back('-');
    for (int64_t missing = width - (std::end(digits) - at); missing > 0; --missing)
        call.scratch.push_back('0');
    call.scratch.append(at, static_cast<size_t>(std::end(digits) - at));
    return call.made();
}
Value hex(const Call& call) { return in_base(call, 16, 1); }
Value oct(const Call& call) { return in_base(call, 8, 1); }
Value binary(const Call& call) { return in_base(call, 2, 1); }
Value to_base(const Call& call) { return in_base(call, whole_number(call.number(1)), 2); }

/// Digits of a base, with a sign and the prefix of the base if there is one; null for anything else.
Value from_base(std::string_view text, int64_t base) {
    if (base < 2 || base > 36) return {};
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const char letter = base == 16 ? 'x' : base == 8 ? 'o' : base == 2 ? 'b' : '\0';
    if (text.size() > 2 && letter && text[0] == '0' && (text[1] | 0x20) == letter) text.remove_prefix(2);
    if (text.empty()) return {};
    int128 number = 0;
    for (char byte : text) {
        const char small = static_cast<char>(byte | 0x20);
        const int digit = byte >= '0' && byte <= '9'     ? byte - '0'
                          : small >= 'a' && small <= 'z' ? small - 'a' + 10
                                                         : 99;
        if (digit >= base || __builtin_mul_overflow(number, static_cast<int128>(base), &number) ||
            __builtin_add_overflow(number, static_cast<int128>(digit), &number))
            return {};
    }
    return Value::of(Number(negative ? -number : number, 0));
}
Value parse_hex(const Call& call) { return from_base(call.text(0), 16); }
Value parse_oct(const Call& call) { return from_base(call.text(0), 8); }
Value parse_binary(const Call& call) { return from_base(call.text(0), 2); }
Value parse_base(const Call& call) { return from_base(call.text(0), whole_number(call.number(1))); }

constexpr Function functions[] = {
    {"bit_and", "bit_and(n, ...)", "the bits that all have; of negative numbers in two's complement",
     "bit_and(12, 10)", "8", "n", 1, 255, Type::number, bit_and},
    {"bit_or", "bit_or(n, ...)", "the bits that one has", "bit_or(12, 10)", "14", "n", 1, 255, Type::number,
     bit_or},
    {"bit_xor", "bit_xor(n, ...)", "the bits that an odd number of them have", "bit_xor(12, 10)", "6", "n", 1,
     255, Type::number, bit_xor},
    {"bit_not", "bit_not(n)", "every bit turned: -n - 1", "bit_not(5)", "-6", "n", 1, 1, Type::number,
     bit_not},
    {"bit_shl shift_left", "bit_shl(n, by)", "bits moved to the left, none lost", "bit_shl(1, 70)",
     "1180591620717411303424", "n", 2, 2, Type::number, shift_left},
    {"bit_shr shift_right", "bit_shr(n, by)", "bits moved to the right, the sign kept", "bit_shr(-20, 2)",
     "-5", "n", 2, 2, Type::number, shift_right},
    {"bit_count popcount bitcount", "bit_count(n)", "how many bits are set; of a negative number, of 64 bits",
     "bit_count(255)", "8", "n", 1, 1, Type::number, bit_count},
    {"hex to_hex", "hex(n[, digits])", "a whole number in hexadecimal, with zeros before it", "hex(255, 4)",
     "00ff", "n", 1, 2, Type::text, hex},
    {"oct to_oct", "oct(n[, digits])", "a whole number in octal", "oct(493)", "755", "n", 1, 2, Type::text,
     oct},
    {"binary to_binary", "binary(n[, digits])", "a whole number in binary", "binary(5, 8)", "00000101", "n",
     1, 2, Type::text, binary},
    {"to_base conv", "to_base(n, base[, digits])", "a whole number in a base from 2 to 36",
     "to_base(123456, 36)", "2n9c", "n", 2, 3, Type::text, to_base},
    {"parse_hex", "parse_hex(text)",
     "the number that is hexadecimal, with 0x or without; null where there is none", R"(parse_hex("0xFF"))",
     "255", "t", 1, 1, Type::number, parse_hex},
    {"parse_oct", "parse_oct(text)", "the number that is octal", R"(parse_oct("755"))", "493", "t", 1, 1,
     Type::number, parse_oct},
    {"parse_binary parse_bin", "parse_binary(text)", "the number that is binary", R"(parse_binary("0b101"))",
     "5", "t", 1, 1, Type::number, parse_binary},
    {"parse_base from_base", "parse_base(text, base)", "the number that is in a base from 2 to 36",
     R"(parse_base("2n9c", 36))", "123456", "tn", 2, 2, Type::number, parse_base},
};

} // namespace

FunctionFamily bit_functions() { return {"Whole numbers: bits and bases", functions}; }

} // namespace rowkit::expr
