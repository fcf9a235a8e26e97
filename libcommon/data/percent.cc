// Percent-encoding, as in URLs.
#include "data/percent.h"

namespace rowkit {
namespace {

bool is_unreserved(char byte) {
    const char letter = static_cast<char>(byte | 0x20);
    return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
           byte == '_' || byte == '~';
}

/// The value of a hexadecimal digit; -1: it is none.
int hex_digit(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    const char letter = static_cast<char>(byte | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

} // namespace

void append_percent_encoded(std::string_view text, Buffer& out, std::string_view keep) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    char* const begin = out.room(text.size() * 3);
    char* to = begin;
    for (char byte : text) {
        if (is_unreserved(byte) || keep.find(byte) != std::string_view::npos) {
            *to++ = byte;
            continue;
        }
        *to++ = '%';
        *to++ = digits[static_cast<unsigned char>(byte) >> 4];
        *to++ = digits[static_cast<unsigned char>(byte) & 0xF];
    }
    out.advance(static_cast<size_t>(to - begin));
}

void append_percent_decoded(std::string_view text, bool plus, Buffer& out) {
    char* const begin = out.room(text.size());
    char* to = begin;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size();
        const int high = escape ? hex_digit(text[i + 1]) : -1, low = escape ? hex_digit(text[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            *to++ = static_cast<char>(high << 4 | low);
            i += 2;
        } else {
            *to++ = plus && text[i] == '+' ? ' ' : text[i];
        }
    }
    out.advance(static_cast<size_t>(to - begin));
}

} // namespace rowkit
