// Texts as bytes that compare in one of several orders.
#include "ops/text_key.h"

#include "data/fold.h"
#include "data/ip.h"

namespace rowkit::ops {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The digits that begin at `at`, without zeros in front; moves `at` past them.
std::string_view take_digits(std::string_view text, size_t& at) {
    while (at < text.size() && text[at] == '0') ++at;
    const size_t from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(from, at - from);
}

/// Their count and they themselves.
void append_digits(std::string_view digits, Buffer& out) {
    size_t left = digits.size();
    for (; left >= 255; left -= 255) out.push_back(static_cast<char>(0xFF));
    out.push_back(static_cast<char>(left));
    out.append(digits);
}

void append_byte(char byte, Buffer& out) {
    if (static_cast<unsigned char>(byte) < 2) out.push_back(1);
    out.push_back(static_cast<unsigned char>(byte) < 2 ? static_cast<char>(byte + 1) : byte);
}

} // namespace

void append_text_key_slowly(std::string_view text, Buffer& out) {
    for (char byte : text) append_byte(byte, out);
    out.push_back(0);
}

void append_nocase_key(std::string_view text, Buffer& out) {
    Buffer folded;
    append_folded(text, folded);
    append_text_key(folded.view(), out);
}

void append_natural_key(std::string_view text, Buffer& out) {
    for (size_t at = 0; at < text.size();) {
        if (!is_digit(text[at])) {
            append_byte(text[at++], out);
            continue;
        }
        out.push_back('0'); // numbers stand where digits do among other characters
        append_digits(take_digits(text, at), out);
    }
    out.push_back(0);
    append_text_key(text, out); // 007 and 7 are told apart
}

void append_version_key(std::string_view text, Buffer& out) {
    constexpr char tilde = 0x08, hyphen = 0x10, end = 0x20, plus = 0x28, point = 0x30, other = 0x38,
                   number = 0x40;
    if (text.size() > 1 && (text[0] == 'v' || text[0] == 'V') && is_digit(text[1])) text.remove_prefix(1);
    for (size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (is_digit(c)) {
            out.push_back(number);
            append_digits(take_digits(text, at), out);
            continue;
        }
        ++at;
        switch (c) {
        case '~':
            out.push_back(tilde);
            break;
        case '-':
            out.push_back(hyphen);
            break;
        case '+':
            out.push_back(plus);
            break;
        case '.':
            out.push_back(point);
            break;
        default:
            if (static_cast<unsigned char>(c) <= 0x40) out.push_back(other);
            out.push_back(c);
        }
    }
    out.push_back(end);
}

bool append_ip_key(std::string_view text, Buffer& out) {
    const auto network = parse_network(text);
    if (!network) return false;
    const IpAddress& first = network->first;
    out.push_back(first.is_v6 ? 6 : 4);
    if (first.is_v6) append_number_bytes(static_cast<uint64_t>(first.bits >> 64), 8, out);
    append_number_bytes(static_cast<uint64_t>(first.bits), first.is_v6 ? 8 : 4, out);
    out.push_back(static_cast<char>(network->shared));
    return true;
}

void append_length_key(std::string_view text, Buffer& out) {
    uint64_t characters = 0;
    for (char byte : text) characters += (byte & 0xC0) != 0x80;
    append_number_bytes(characters, 6, out);
}

void append_number_bytes(uint64_t value, int bytes, Buffer& out) {
    for (int i = bytes; i-- > 0;) out.push_back(static_cast<char>(value >> (8 * i)));
}

} // namespace rowkit::ops
