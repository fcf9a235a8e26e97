// Glob patterns: one pass with a single place to go back to, so a pattern of many stars can't run away.
#include "data/glob.h"

#include <cstdint>

namespace rowkit {
namespace {

/// Takes the character at `at`; bytes that are not UTF-8 get numbers of their own, past Unicode's.
uint32_t take_char(std::string_view text, size_t& at) {
    const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
    const uint8_t first = byte(at);
    const size_t more = first < 0xC2 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : 0;
    uint32_t code = more ? first & (0x3Fu >> more) : first < 0x80 ? first : 0x110000u + first;
    for (size_t i = 1; i <= more; ++i) {
        if (at + i >= text.size() || (byte(at + i) & 0xC0) != 0x80) {
            ++at;
            return 0x110000u + first;
        }
        code = code << 6 | (byte(at + i) & 0x3Fu);
    }
    at += 1 + more;
    return code;
}

/// Where the class that opens at `at` ends (past its `]`), or npos where it never does.
size_t class_end(std::string_view pattern, size_t at) {
    ++at;
    if (at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^')) ++at;
    const size_t close = pattern.find(']', at + 1);
    return close == std::string_view::npos ? close : close + 1;
}

bool class_holds(std::string_view members, uint32_t wanted) {
    size_t at = 0;
    const bool negated = members[0] == '!' || members[0] == '^';
    if (negated) ++at;
    bool found = false;
    while (at < members.size()) {
        const uint32_t low = take_char(members, at);
        uint32_t high = low;
        if (at + 1 < members.size() && members[at] == '-') high = take_char(members, ++at);
        if (low <= wanted && wanted <= high) found = true;
    }
    return found != negated;
}

/// Matches one element of the pattern that is no star against one character; moves both on where it does.
bool step(std::string_view pattern, size_t& p, std::string_view text, size_t& t) {
    size_t next = t;
    const uint32_t code = take_char(text, next);
    if (pattern[p] == '?') {
        ++p;
    } else if (const size_t end = pattern[p] == '[' ? class_end(pattern, p) : std::string_view::npos;
               end != std::string_view::npos) {
        if (!class_holds(pattern.substr(p + 1, end - p - 2), code)) return false;
        p = end;
    } else {
        size_t after = p;
        if (take_char(pattern, after) != code) return false;
        p = after;
    }
    t = next;
    return true;
}

} // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
    size_t p = 0, t = 0;
    size_t star = std::string_view::npos, star_text = 0; // the last star, and where its run ends for now
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.size() && step(pattern, p, text, t)) {
            continue;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            take_char(text, star_text);
            t = star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

} // namespace rowkit
