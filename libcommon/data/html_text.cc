// Text in HTML: escapes and character references.
#include "data/html_text.h"

#include "data/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rowkit {
namespace {

/// U+00A0 to U+00FF in order.
constexpr std::array<std::string_view, 96> latin1_names = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",
    "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",
    "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12",
    "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil",
    "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde",
    "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",
    "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

constexpr std::pair<std::string_view, int32_t> other_names[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},        {"quot", '"'},      {"apos", '\''},
    {"OElig", 0x152},   {"oelig", 0x153},   {"Scaron", 0x160},  {"scaron", 0x161},  {"Yuml", 0x178},
    {"fnof", 0x192},    {"circ", 0x2C6},    {"tilde", 0x2DC},   {"ensp", 0x2002},   {"emsp", 0x2003},
    {"thinsp", 0x2009}, {"zwnj", 0x200C},   {"zwj", 0x200D},    {"lrm", 0x200E},    {"rlm", 0x200F},
    {"ndash", 0x2013},  {"mdash", 0x2014},  {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201A},
    {"ldquo", 0x201C},  {"rdquo", 0x201D},  {"bdquo", 0x201E},  {"dagger", 0x2020}, {"Dagger", 0x2021},
    {"bull", 0x2022},   {"hellip", 0x2026}, {"permil", 0x2030}, {"prime", 0x2032},  {"Prime", 0x2033},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC},   {"trade", 0x2122},  {"larr", 0x2190},
    {"uarr", 0x2191},   {"rarr", 0x2192},   {"darr", 0x2193},   {"harr", 0x2194},   {"minus", 0x2212},
    {"infin", 0x221E},  {"asymp", 0x2248},  {"ne", 0x2260},     {"le", 0x2264},     {"ge", 0x2265},
    {"alpha", 0x3B1},   {"beta", 0x3B2},    {"gamma", 0x3B3},   {"delta", 0x3B4},   {"Delta", 0x394},
    {"mu", 0x3BC},      {"pi", 0x3C0},      {"sigma", 0x3C3},   {"Sigma", 0x3A3},   {"omega", 0x3C9},
    {"Omega", 0x3A9},
};

/// The character that a reference's number is; -1: none.
int32_t numbered(std::string_view digits) {
    const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
    if (hexadecimal) digits.remove_prefix(1);
    int64_t code = 0;
    for (char digit : digits) {
        const char letter = static_cast<char>(digit | 0x20);
        const bool decimal = digit >= '0' && digit <= '9';
        if (!decimal && !(hexadecimal && letter >= 'a' && letter <= 'f')) return -1;
        code = code * (hexadecimal ? 16 : 10) + (decimal ? digit - '0' : letter - 'a' + 10);
        if (code > 0x10FFFF) return -1;
    }
    return !digits.empty() && code > 0 && is_scalar(code) ? static_cast<int32_t>(code) : -1;
}

int32_t referred(std::string_view name) {
    if (name.starts_with('#')) return numbered(name.substr(1));
    const auto latin = std::ranges::find(latin1_names, name);
    if (latin != latin1_names.end()) return static_cast<int32_t>(0xA0 + (latin - latin1_names.begin()));
    const auto other = std::ranges::find(other_names, name, &std::pair<std::string_view, int32_t>::first);
    return other != std::end(other_names) ? other->second : -1;
}

} // namespace

void append_html_escaped(std::string_view text, Buffer& out) {
    while (!text.empty()) {
        const size_t plain = std::min(text.find_first_of("&<>\"'"), text.size());
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) return;
        switch (text[0]) {
        case '&':
            out.append("&amp;");
            break;
        case '<':
            out.append("&lt;");
            break;
        case '>':
            out.append("&gt;");
            break;
        case '"':
            out.append("&quot;");
            break;
        default:
            out.append("&#39;");
        }
        text.remove_prefix(1);
    }
}

void append_html_unescaped(std::string_view text, Buffer& out) {
    constexpr size_t longest = 12; // of a reference without & and ;
    while (!text.empty()) {
        const size_t plain = std::min(text.find('&'), text.size());
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) return;
        const size_t end = text.substr(0, longest + 2).find(';');
        const int32_t code = end == std::string_view::npos ? -1 : referred(text.substr(1, end - 1));
        if (code >= 0)
            append_character(code, out);
        else
            out.push_back('&');
        text.remove_prefix(code >= 0 ? end + 1 : 1);
    }
}

} // namespace rowkit
