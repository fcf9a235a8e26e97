// Characters of UTF-8 text: counting, cutting, decoding. A character is a code point; a byte that is no part
// of valid UTF-8 is a character of its own, so every text of any bytes can be counted and cut, and nothing is
// lost.
#pragma once

#include "base/buffer.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowkit {

/// A character of a text.
struct Character {
    int32_t code = -1; // -1: a byte that is not UTF-8
    uint32_t size = 1; // bytes

    bool is_valid() const { return code >= 0; }
};

/// Of a text that is longer than one byte or does not begin with ASCII.
Character decode_long(std::string_view text);

/// The character that `text`, which is not empty, begins with.
inline Character first_character(std::string_view text) {
    const auto byte = static_cast<unsigned char>(text[0]);
    if (byte < 0x80) return {byte, 1};
    return decode_long(text);
}

/// The character that `text`, which is not empty, ends with.
Character last_character(std::string_view text);

/// Calls `each(Character, std::string_view its bytes)` for the characters in turn.
template <typename Each>
void for_each_character(std::string_view text, Each each) {
    while (!text.empty()) {
        const Character character = first_character(text);
        each(character, text.substr(0, character.size));
        text.remove_prefix(character.size);
    }
}

/// Whether there are only bytes below 128.
bool is_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);

size_t count_characters(std::string_view text);

/// The bytes of the first `count` characters; all where there are not so many.
size_t bytes_of_characters(std::string_view text, size_t count);

/// The bytes of the last `count` characters.
size_t bytes_of_last_characters(std::string_view text, size_t count);

/// The characters at the positions [from, to), which count from 0 and may lie outside.
std::string_view slice_characters(std::string_view text, int64_t from, int64_t to);

/// The bytes of what is seen as the first character: a letter with its marks, an emoji sequence. Text not
/// empty.
size_t bytes_of_grapheme(std::string_view text);

/// Whether a code is a Unicode scalar value, which UTF-8 can write.
inline bool is_scalar(int64_t code) {
    return code >= 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}
/// Appends a scalar value.
void append_character(int32_t code, Buffer& out);

/// Unicode's White_Space.
inline bool is_space(int32_t code) {
    if (code < 0x80) return code == ' ' || (code >= '\t' && code <= '\r');
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

} // namespace rowkit
