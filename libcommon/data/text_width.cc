// How many columns of a terminal a text takes, and showing it so that it takes no more than it may.
#include "data/text_width.h"

#include <algorithm>
#include <cstdint>

#include <utf8proc.h>

namespace rowkit {
namespace {

constexpr std::string_view ellipsis = "\u2026";
constexpr std::string_view replacement = "\uFFFD";
constexpr std::string_view dotted_circle = "\u25CC";
constexpr int32_t joiner = 0x200D;
constexpr int32_t emoji_style = 0xFE0F;
// UAX 15 calls a text with more marks than 30 on one base not safe to stream; nothing people write comes
// near.
constexpr size_t longest_grapheme = 32;
constexpr size_t widest_grapheme = 6; // as wide as the widest escape

struct Character {
    int32_t code; // -1: not UTF-8
    size_t bytes;
};

/// The first character. What is not UTF-8 is taken in the pieces that Unicode's chapter 3.9 calls maximal
/// subparts.
Character decode(std::string_view text) {
    auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
    const uint8_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xC2 || lead > 0xF4) return {-1, 1};
    const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    // The second byte's range keeps out surrogates, over-long forms and what lies past U+10FFFF.
    const uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    int32_t code = lead & (0x7F >> length);
    for (size_t i = 1; i < length; ++i) {
        if (i >= text.size()) return {-1, i};
        if (byte(i) < (i == 1 ? low : 0x80) || byte(i) > (i == 1 ? high : 0xBF)) return {-1, i};
        code = code << 6 | (byte(i) & 0x3F);
    }
    return {code, length};
}

bool is_control(int32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

bool is_mark(int32_t code) {
    auto category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

bool is_pictograph(int32_t code) {
    return utf8proc_get_property(code)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool is_regional(int32_t code) { return code >= 0x1F1E6 && code <= 0x1F1FF; }

/// As terminals have it: a character's own columns, where it joins no emoji.
size_t columns_of(int32_t code) {
    if (code == 0xAD) return 1; // the soft hyphen is shown
    if (is_mark(code) || utf8proc_category(code) == UTF8PROC_CATEGORY_CF) return 0;
    // Vowels and finals of Hangul are drawn into the block that the initial opened.
    if ((code >= 0x1160 && code <= 0x11FF) || (code >= 0xD7B0 && code <= 0xD7FF)) return 0;
    return utf8proc_charwidth(code) == 2 ? 2 : 1;
}

/// One grapheme and how it is shown: as its own bytes, or as others in its place.
struct Grapheme {
    size_t bytes = 0;
    size_t columns = 0;
    std::string_view instead{}; // empty: none; before its own bytes where `prefixed`
    bool prefixed = false;
    char room[6]{}; // for `instead`
};

void show_control(int32_t code, Grapheme& g) {
    char* room = g.room;
    if (code < 0x20 || code == 0x7F) { // U+2400 and on
        room[0] = '\xE2';
        room[1] = '\x90';
        room[2] = static_cast<char>(0x80 + (code == 0x7F ? 0x21 : code));
        g.instead = {room, 3};
        g.columns = 1;
        return;
    }
    room[0] = '\\';
    room[1] = 'u';
    for (int i = 0; i < 4; ++i) room[2 + i] = "0123456789abcdef"[code >> (12 - 4 * i) & 15];
    g.instead = {room, 6};
    g.columns = 6;
}

void first_grapheme(std::string_view text, Grapheme& g) {
    const Character first = decode(text);
    g.bytes = first.bytes;
    g.instead = {};
    g.prefixed = false;
    if (first.code < 0) {
        g.instead = replacement;
        g.columns = 1;
        return;
    }
    if (is_control(first.code)) return show_control(first.code, g);
    g.columns = columns_of(first.code);
    if (is_mark(first.code)) {
        g.instead = dotted_circle;
        g.prefixed = true;
        g.columns = 1;
    }
    const bool pictograph = is_pictograph(first.code);
    const bool keycap = first.code == '#' || first.code == '*' || (first.code >= '0' && first.code <= '9');
    bool emoji = false;
    int32_t last = first.code;
    int32_t state = 0;
    for (size_t length = g.prefixed ? 2 : 1; length < longest_grapheme && g.bytes < text.size(); ++length) {
        const Character next = decode(text.substr(g.bytes));
        if (next.code < 0 || is_control(next.code) ||
            utf8proc_grapheme_break_stateful(last, next.code, &state))
            break;
        const bool joins =
            next.code == emoji_style || (next.code >= 0x1F3FB && next.code <= 0x1F3FF) || last == joiner;
        emoji = emoji || (pictograph && joins) || (keycap && length == 1 && next.code == emoji_style) ||
                (is_regional(last) && is_regional(next.code));
        const size_t more = columns_of(next.code);
        if (!emoji && g.columns + more > widest_grapheme) break;
        g.columns += more;
        g.bytes += next.bytes;
        last = next.code;
    }
    if (emoji) g.columns = 2;
}

/// How many bytes at the start are printable ASCII that no mark follows.
size_t plain_run(std::string_view text) {
    size_t i = 0;
    while (i < text.size() && text[i] >= 0x20 && text[i] < 0x7F) ++i;
    if (i < text.size() && i > 0 && static_cast<uint8_t>(text[i]) >= 0x80) --i;
    return i;
}

} // namespace

Shown show_some(std::string_view text, size_t columns, Buffer& out) {
    Shown shown;
    Grapheme g;
    while (shown.bytes < text.size()) {
        std::string_view rest = text.substr(shown.bytes);
        const size_t left = columns - shown.columns;
        // No more than fits is looked at, and one byte behind it: a long text costs what is shown of it.
        size_t run = plain_run(rest.substr(0, left < SIZE_MAX ? left + 1 : left));
        if (run) {
            run = std::min(run, left);
            if (run == 0) break;
            out.append(rest.data(), run);
            shown.bytes += run;
            shown.columns += run;
            continue;
        }
        first_grapheme(rest, g);
        if (g.columns > left) break;
        out.append(g.instead);
        if (g.instead.empty() || g.prefixed) out.append(rest.data(), g.bytes);
        shown.bytes += g.bytes;
        shown.columns += g.columns;
    }
    return shown;
}

size_t show(std::string_view text, size_t columns, Buffer& out, bool cut) {
    if (columns == 0) return 0;
    const size_t start = out.size();
    if (!cut) {
        Shown all = show_some(text, columns, out);
        if (all.bytes == text.size()) return all.columns;
        out.resize(start);
    }
    size_t taken = show_some(text, columns - 1, out).columns;
    out.append(ellipsis);
    return taken + 1;
}

size_t shown_width(std::string_view text) {
    Buffer out;
    return show_some(text, SIZE_MAX, out).columns;
}

} // namespace rowkit
