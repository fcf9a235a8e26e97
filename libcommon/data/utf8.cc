// Characters of UTF-8 text: counting, cutting, decoding.
#include "data/utf8.h"

#include <algorithm>
#include <utf8proc.h>

namespace rowkit {
namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// How many bytes at the start of `text` are ASCII, to whole eights.
size_t ascii_eights(std::string_view text) {
    size_t at = 0;
    for (uint64_t eight; at + 8 <= text.size(); at += 8) {
        std::memcpy(&eight, text.data() + at, 8);
        if (eight & 0x8080808080808080) break;
    }
    return at;
}

} // namespace

Character decode_long(std::string_view text) {
    const auto at = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text[i])); };
    const uint32_t first = at(0);
    const uint32_t size = first < 0x80   ? 1
                          : first < 0xC2 ? 0
                          : first < 0xE0 ? 2
                          : first < 0xF0 ? 3
                          : first < 0xF5 ? 4
                                         : 0;
    if (size == 0 || text.size() < size) return {};
    if (size == 1) return {static_cast<int32_t>(first), 1};
    for (size_t i = 1; i < size; ++i)
        if (!continues(text[i])) return {};
    if (size == 2) return {static_cast<int32_t>((first & 0x1F) << 6 | (at(1) & 0x3F)), 2};
    uint32_t code = (first & 0xF) << 12 | (at(1) & 0x3F) << 6 | (at(2) & 0x3F);
    if (size == 4) code = (first & 0x7) << 18 | (at(1) & 0x3F) << 12 | (at(2) & 0x3F) << 6 | (at(3) & 0x3F);
    const bool fits =
        size == 3 ? code >= 0x800 && (code < 0xD800 || code > 0xDFFF) : code >= 0x10000 && code <= 0x10FFFF;
    return fits ? Character{static_cast<int32_t>(code), size} : Character{};
}

Character last_character(std::string_view text) {
    for (size_t back = 1; back <= std::min<size_t>(4, text.size()); ++back) {
        if (continues(text[text.size() - back])) continue;
        const Character character = first_character(text.substr(text.size() - back));
        return character.size == back ? character : Character{};
    }
    return {};
}

bool is_ascii(std::string_view text) {
    unsigned char all = 0; // no early way out, so that the compiler does sixteen bytes at once
    for (char byte : text) all |= static_cast<unsigned char>(byte);
    return all < 0x80;
}

bool is_valid_utf8(std::string_view text) {
    text.remove_prefix(ascii_eights(text));
    bool valid = true;
    while (valid && !text.empty()) {
        const Character character = first_character(text);
        valid = character.is_valid();
        text.remove_prefix(character.size);
    }
    return valid;
}

size_t count_characters(std::string_view text) {
    size_t count = ascii_eights(text);
    text.remove_prefix(count);
    while (!text.empty()) {
        text.remove_prefix(first_character(text).size);
        ++count;
    }
    return count;
}

size_t bytes_of_characters(std::string_view text, size_t count) {
    const size_t plain = ascii_eights(text.substr(0, count));
    size_t at = plain;
    for (size_t left = count - plain; left > 0 && at < text.size(); --left)
        at += first_character(text.substr(at)).size;
    return at;
}

size_t bytes_of_last_characters(std::string_view text, size_t count) {
    std::string_view rest = text;
    for (; count > 0 && !rest.empty(); --count) rest.remove_suffix(last_character(rest).size);
    return text.size() - rest.size();
}

std::string_view slice_characters(std::string_view text, int64_t from, int64_t to) {
    from = std::max<int64_t>(from, 0);
    if (to <= from) return {};
    text.remove_prefix(bytes_of_characters(text, static_cast<size_t>(from)));
    return text.substr(0, bytes_of_characters(text, static_cast<size_t>(to - from)));
}

size_t bytes_of_grapheme(std::string_view text) {
    Character character = first_character(text);
    size_t at = character.size;
    if (!character.is_valid()) return at;
    utf8proc_int32_t state = 0;
    for (; at < text.size(); at += character.size) {
        const Character next = first_character(text.substr(at));
        if (!next.is_valid() || utf8proc_grapheme_break_stateful(character.code, next.code, &state)) break;
        character = next;
    }
    return at;
}

void append_character(int32_t code, Buffer& out) {
    auto* to = reinterpret_cast<utf8proc_uint8_t*>(out.room(4));
    out.advance(static_cast<size_t>(utf8proc_encode_char(code, to)));
}

} // namespace rowkit
