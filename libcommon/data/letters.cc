// What Unicode says of characters: letters, marks, accents.
#include "data/letters.h"

#include "data/utf8.h"

#include <utf8proc.h>

namespace rowkit {
namespace {

/// Marks that stand on letters of Latin, Greek and Cyrillic. Those of other scripts are vowels.
bool is_accent(int32_t code) {
    return (code >= 0x300 && code <= 0x36F) || (code >= 0x1AB0 && code <= 0x1AFF) ||
           (code >= 0x1DC0 && code <= 0x1DFF) || (code >= 0x20D0 && code <= 0x20FF) ||
           (code >= 0xFE20 && code <= 0xFE2F);
}

/// The letters that are no letter with a mark by Unicode's tables, but look so.
std::string_view plain_form(int32_t code) {
    switch (code) {
    case 0xC6:
        return "AE";
    case 0xE6:
        return "ae";
    case 0x152:
        return "OE";
    case 0x153:
        return "oe";
    case 0xDF:
        return "ss";
    case 0x1E9E:
        return "SS";
    case 0xD8:
        return "O";
    case 0xF8:
        return "o";
    case 0x110:
    case 0xD0:
        return "D";
    case 0x111:
    case 0xF0:
        return "d";
    case 0xDE:
        return "Th";
    case 0xFE:
        return "th";
    case 0x126:
        return "H";
    case 0x127:
        return "h";
    case 0x131:
        return "i";
    case 0x141:
        return "L";
    case 0x142:
        return "l";
    case 0x166:
        return "T";
    case 0x167:
        return "t";
    default:
        return {};
    }
}

} // namespace

bool is_letter(int32_t code) {
    if (code < 0) return false;
    if (code < 0x80) return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    const auto category = utf8proc_category(code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_mark(int32_t code) {
    if (code < 0x300) return false;
    const auto category = utf8proc_category(code);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

void append_unaccented(std::string_view text, Buffer& out) {
    for_each_character(text, [&](Character character, std::string_view bytes) {
        const int32_t code = character.code;
        if (code < 0x80) return out.append(bytes);
        if (is_accent(code)) return;
        if (auto plain = plain_form(code); !plain.empty()) return out.append(plain);
        if (code >= 0x590 && (code < 0x1E00 || code > 0x1FFF)) return out.append(bytes);
        utf8proc_int32_t parts[16];
        int last_class = 0;
        const auto count = utf8proc_decompose_char(code, parts, 16, UTF8PROC_DECOMPOSE, &last_class);
        for (utf8proc_ssize_t i = 0; i < count && i < 16; ++i)
            if (!is_accent(parts[i])) append_character(parts[i], out);
    });
}

} // namespace rowkit
