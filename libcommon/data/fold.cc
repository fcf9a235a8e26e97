// Text without case, and what a word is.
#include "data/fold.h"

#include <algorithm>

#include <utf8proc.h>

namespace rowkit {
namespace {

const utf8proc_uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

/// The character that `text` begins with; -1: none. `size`: its bytes, at least 1.
utf8proc_int32_t first_character(std::string_view text, size_t& size) {
    utf8proc_int32_t character = -1;
    auto got = utf8proc_iterate(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &character);
    size = got > 0 ? static_cast<size_t>(got) : 1;
    return got > 0 ? character : -1;
}

/// The character that `text` ends with; -1: none.
utf8proc_int32_t last_character(std::string_view text) {
    for (size_t back = 1; back <= std::min<size_t>(4, text.size()); ++back) {
        if ((text[text.size() - back] & 0xC0) == 0x80) continue;
        size_t size;
        auto character = first_character(text.substr(text.size() - back), size);
        return size == back ? character : -1;
    }
    return -1;
}

bool is_word_character(utf8proc_int32_t character) {
    if (character < 0) return false;
    if (character < 0x80) {
        auto letter = character | 0x20;
        return (letter >= 'a' && letter <= 'z') || (character >= '0' && character <= '9') || character == '_';
    }
    auto category = utf8proc_category(character);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO; // letters, marks, numbers
}

utf8proc_int32_t folded(utf8proc_int32_t character) {
    if (character == 0x130 || character == 0x131)
        return character; // the Turkish i's are cases of nothing else
    return utf8proc_tolower(utf8proc_toupper(character));
}

} // namespace

void append_folded(std::string_view text, Buffer& out) {
    char* to = out.room(text.size());
    bool ascii = true;
    for (size_t i = 0; i < text.size(); ++i) {
        const char byte = text[i];
        to[i] = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
        ascii = ascii && static_cast<signed char>(byte) >= 0;
    }
    if (ascii) return out.advance(text.size());
    for (size_t at = 0, size; at < text.size(); at += size) {
        auto character = first_character(text.substr(at), size);
        if (character < 0) {
            out.push_back(text[at]);
            continue;
        }
        char* room = out.room(4);
        out.advance(static_cast<size_t>(
            utf8proc_encode_char(folded(character), reinterpret_cast<utf8proc_uint8_t*>(room))));
    }
}

bool is_whole_word(std::string_view text, size_t begin, size_t end) {
    size_t size;
    if (begin > 0 && is_word_character(last_character(text.substr(0, begin)))) return false;
    return end == text.size() || !is_word_character(first_character(text.substr(end), size));
}

} // namespace rowkit
