// Bytes as text: base64, base32, hexadecimal.
#include "data/base_text.h"

#include <array>
#include <cstdint>

namespace rowkit {
namespace {

struct Alphabet {
    std::string_view digits;
    unsigned bits; // of a digit
    size_t group;  // digits are padded to multiples of it; 1: no padding
};

constexpr Alphabet alphabet_of(BaseText base) {
    switch (base) {
    case BaseText::base64:
        return {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, 4};
    case BaseText::base64url:
        return {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6, 1};
    case BaseText::base32:
        return {"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 8};
    case BaseText::hex:
        break;
    }
    return {"0123456789abcdef", 4, 1};
}

constexpr int8_t bad = -1, blank = -2, padding = -3;

using Digits = std::array<int8_t, 256>;

/// What each byte means where `base` is read.
constexpr Digits digits_of(BaseText base) {
    Digits table{};
    table.fill(bad);
    for (char space : {' ', '\t', '\r', '\n'}) table[static_cast<unsigned char>(space)] = blank;
    if (base != BaseText::hex) table['='] = padding;
    const std::string_view digits = alphabet_of(base).digits;
    for (size_t i = 0; i < digits.size(); ++i) {
        const auto digit = static_cast<unsigned char>(digits[i]);
        table[digit] = static_cast<int8_t>(i);
        const bool letter = (digit | 0x20) >= 'a' && (digit | 0x20) <= 'z';
        if (digits.size() <= 32 && letter) table[digit ^ 0x20] = static_cast<int8_t>(i); // in either case
    }
    if (digits.size() == 64) table['+'] = table['-'] = 62, table['/'] = table['_'] = 63;
    return table;
}

constexpr std::array<Digits, 4> tables = {digits_of(BaseText::base64), digits_of(BaseText::base64url),
                                          digits_of(BaseText::base32), digits_of(BaseText::hex)};

} // namespace

void append_base_text(BaseText base, std::string_view bytes, Buffer& out) {
    const Alphabet alphabet = alphabet_of(base);
    const uint32_t mask = (1U << alphabet.bits) - 1;
    char* const begin = out.room((bytes.size() * 8 + alphabet.bits - 1) / alphabet.bits + alphabet.group);
    char* to = begin;
    uint32_t held = 0; // bits that no digit was written for, at the low end
    unsigned count = 0;
    for (char byte : bytes) {
        held = held << 8 | static_cast<unsigned char>(byte);
        for (count += 8; count >= alphabet.bits; count -= alphabet.bits)
            *to++ = alphabet.digits[held >> (count - alphabet.bits) & mask];
    }
    if (count > 0) *to++ = alphabet.digits[held << (alphabet.bits - count) & mask];
    while (static_cast<size_t>(to - begin) % alphabet.group) *to++ = '=';
    out.advance(static_cast<size_t>(to - begin));
}

bool append_from_base_text(BaseText base, std::string_view text, Buffer& out) {
    const Digits& digits = tables[static_cast<size_t>(base)];
    const unsigned bits = alphabet_of(base).bits;
    char* const begin = out.room(text.size() * bits / 8 + 1);
    char* to = begin;
    uint32_t held = 0;
    unsigned count = 0;
    bool ended = false;
    for (char byte : text) {
        const int8_t digit = digits[static_cast<unsigned char>(byte)];
        if (digit == blank) continue;
        if (digit == bad || (ended && digit != padding)) return false;
        ended = ended || digit == padding;
        if (ended) continue;
        held = held << bits | static_cast<unsigned>(digit);
        count += bits;
        if (count < 8) continue;
        count -= 8;
        *to++ = static_cast<char>(held >> count & 0xFF);
    }
    if (count >= bits || (held & ((1U << count) - 1)) != 0)
        return false; // a digit too few or bits that mean nothing
    out.advance(static_cast<size_t>(to - begin));
    return true;
}

} // namespace rowkit
