// Texts as bytes that compare in one of several orders.
#pragma once

#include "base/buffer.h"
#include "data/number_parse.h"

#include <string_view>

namespace rowkit::ops {

// No key of these is the beginning of another one: each has one length, or is closed by a byte that tells its
// end.

void append_text_key_slowly(std::string_view text, Buffer& out);

/// By bytes: closed by 00; 00 and 01 are told apart by a second byte.
inline void append_text_key(std::string_view text, Buffer& out) {
    char* to = out.room(text.size() + 1);
    bool low = false; // a byte below 2
    size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) {
        const uint64_t word = swar::load8(text.data() + i);
        low |= ((word - 0x0202020202020202) & ~word & 0x8080808080808080) != 0;
        std::memcpy(to + i, &word, 8);
    }
    for (; i < text.size(); ++i) {
        to[i] = text[i];
        low |= static_cast<unsigned char>(text[i]) < 2;
    }
    if (low) return append_text_key_slowly(text, out);
    to[i] = 0;
    out.advance(i + 1);
}

/// Without case.
void append_nocase_key(std::string_view text, Buffer& out);
/// Runs of digits by their value, and then by bytes.
void append_natural_key(std::string_view text, Buffer& out);
/// Numbers by value; what stands behind a hyphen or a tilde comes before the same without it; a `v` in front
/// is nothing.
void append_version_key(std::string_view text, Buffer& out);
/// IPv4 before IPv6, a network before its addresses. False: `text` is none; nothing is appended.
bool append_ip_key(std::string_view text, Buffer& out);
/// By characters.
void append_length_key(std::string_view text, Buffer& out);

/// Highest byte first.
void append_number_bytes(uint64_t value, int bytes, Buffer& out);

} // namespace rowkit::ops
