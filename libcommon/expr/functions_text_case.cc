// Functions of text: upper and lower case, accents, kinds of letters.
#include "data/fold.h"
#include "data/slug.h"
#include "data/utf8.h"
#include "expr/body.h"

#include <algorithm>
#include <cstdlib>
#include <utf8proc.h>

namespace rowkit::expr {
namespace {

char ascii_upper(char byte) { return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 0x20) : byte; }
char ascii_lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 0x20) : byte; }

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

/// In a word of title(): it does not begin another one.
bool goes_on(int32_t code) {
    return is_letter(code) || is_mark(code) || (code >= '0' && code <= '9') || code == '\'' || code == 0x2019;
}

void append_upper(int32_t code, Buffer& out) {
    if (code == 0xDF) return out.append("SS"); // the one letter of living languages whose capital is two
    append_character(utf8proc_toupper(code), out);
}

/// `inside`: a letter is before it. `rest`: what follows it.
void append_lower(int32_t code, bool inside, std::string_view rest, Buffer& out) {
    const bool last = inside && code == 0x3A3 && (rest.empty() || !is_letter(first_character(rest).code));
    append_character(last ? 0x3C2 : utf8proc_tolower(code),
                     out); // the sigma that ends a word has its own form
}

template <class Ascii>
Value mapped(const Call& call, Ascii ascii) {
    const std::string_view text = call.text(0);
    char* to = call.arena.room(text.size());
    std::transform(text.begin(), text.end(), to, ascii);
    return Value::of(std::string_view(to, text.size()));
}

Value upper(const Call& call) {
    if (is_ascii(call.text(0))) return mapped(call, ascii_upper);
    call.scratch.clear();
    for_each_character(call.text(0), [&](Character character, std::string_view bytes) {
        if (character.is_valid())
            append_upper(character.code, call.scratch);
        else
            call.scratch.append(bytes);
    });
    return call.made();
}

Value lower(const Call& call) {
    if (is_ascii(call.text(0))) return mapped(call, ascii_lower);
    call.scratch.clear();
    std::string_view rest = call.text(0);
    bool inside = false;
    for_each_character(rest, [&](Character character, std::string_view bytes) {
        rest.remove_prefix(bytes.size());
        if (character.is_valid())
            append_lower(character.code, inside, rest, call.scratch);
        else
            call.scratch.append(bytes);
        inside = is_letter(character.code) || (inside && is_mark(character.code));
    });
    return call.made();
}

Value casefold(const Call& call) {
    if (is_ascii(call.text(0))) return mapped(call, ascii_lower);
    call.scratch.clear();
    append_folded(call.text(0), call.scratch);
    return call.made();
}

Value capitalize(const Call& call) {
    const std::string_view text = call.text(0);
    call.scratch.clear();
    if (text.empty()) return Value::of(text);
    const Character first = first_character(text);
    if (!first.is_valid()) return Value::of(text);
    append_character(utf8proc_totitle(first.code), call.scratch);
    call.scratch.append(text.substr(first.size));
    return call.made();
}

Value title(const Call& call) {
    call.scratch.clear();
    std::string_view rest = call.text(0);
    bool inside = false;
    for_each_character(rest, [&](Character character, std::string_view bytes) {
        rest.remove_prefix(bytes.size());
        if (!character.is_valid())
            call.scratch.append(bytes);
        else if (inside)
            append_lower(character.code, true, rest, call.scratch);
        else
            append_character(utf8proc_totitle(character.code), call.scratch);
        inside = goes_on(character.code) && (inside || (character.code != '\'' && character.code != 0x2019));
    });
    return call.made();
}

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

Value unaccent(const Call& call) {
    if (is_ascii(call.text(0))) return Value::of(call.text(0));
    call.scratch.clear();
    for_each_character(call.text(0), [&](Character character, std::string_view bytes) {
        const int32_t code = character.code;
        if (code < 0x80) return call.scratch.append(bytes);
        if (is_accent(code)) return;
        if (auto plain = plain_form(code); !plain.empty()) return call.scratch.append(plain);
        if (code >= 0x590 && (code < 0x1E00 || code > 0x1FFF)) return call.scratch.append(bytes);
        utf8proc_int32_t parts[16];
        int last_class = 0;
        const auto count = utf8proc_decompose_char(code, parts, 16, UTF8PROC_DECOMPOSE, &last_class);
        for (utf8proc_ssize_t i = 0; i < count && i < 16; ++i)
            if (!is_accent(parts[i])) append_character(parts[i], call.scratch);
    });
    return call.made();
}

Value slug_of(const Call& call) {
    std::string made = slug(call.text(0));
    if (call.count() == 1 || call.text(1) == "_") return Value::of(call.arena.copy(made));
    call.scratch.clear();
    for (char byte : made) {
        if (byte == '_')
            call.scratch.append(call.text(1));
        else
            call.scratch.push_back(byte);
    }
    return call.made();
}

/// Of valid UTF-8.
void append_normal(std::string_view text, utf8proc_option_t options, Buffer& out) {
    utf8proc_uint8_t* result = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &result, options);
    std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, std::free);
    if (size < 0) return out.append(text);
    out.append(reinterpret_cast<const char*>(result), static_cast<size_t>(size));
}

/// What utf8proc_map() does for a normal form by its name; 0 where there is none of that name.
int options_of_form(std::string_view name) {
    constexpr std::pair<std::string_view, int> forms[] = {
        {"nfc", UTF8PROC_COMPOSE},
        {"nfd", UTF8PROC_DECOMPOSE},
        {"nfkc", UTF8PROC_COMPOSE | UTF8PROC_COMPAT},
        {"nfkd", UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT},
    };
    for (const auto& [form, options] : forms)
        if (std::ranges::equal(form, name, {}, {}, ascii_lower)) return options | UTF8PROC_STABLE;
    return 0;
}

std::unique_ptr<Prepared> check_form(std::span<const Value* const> constants) {
    if (auto form = constant_text(constants, 1); form && !options_of_form(*form))
        throw std::string("there is no such normal form; these are nfc, nfd, nfkc and nfkd");
    return nullptr;
}

Value normalize(const Call& call) {
    const std::string_view text = call.text(0);
    const auto options =
        static_cast<utf8proc_option_t>(options_of_form(call.count() > 1 ? call.text(1) : "nfc"));
    if (!options) return {};
    if (is_ascii(text)) return Value::of(text);
    call.scratch.clear();
    size_t begin = 0, at = 0;
    for_each_character(text, [&](Character character, std::string_view bytes) {
        if (!character.is_valid()) {
            append_normal(text.substr(begin, at - begin), options, call.scratch);
            call.scratch.append(bytes);
            begin = at + bytes.size();
        }
        at += bytes.size();
    });
    append_normal(text.substr(begin), options, call.scratch);
    return call.made();
}

/// Whether there are characters, and `is` holds for each.
template <class Is>
Value all_are(const Call& call, Is is) {
    bool all = !call.text(0).empty();
    for (std::string_view rest = call.text(0); all && !rest.empty();) {
        const Character character = first_character(rest);
        all = is(character.code);
        rest.remove_prefix(character.size);
    }
    return Value::of(all);
}

bool is_decimal_digit(int32_t code) { return code >= '0' && code <= '9'; }

Value is_alpha(const Call& call) {
    return all_are(call, [](int32_t code) { return is_letter(code) || is_mark(code); });
}
Value is_digit(const Call& call) { return all_are(call, is_decimal_digit); }
Value is_alnum(const Call& call) {
    return all_are(call,
                   [](int32_t code) { return is_letter(code) || is_mark(code) || is_decimal_digit(code); });
}
Value is_blank(const Call& call) {
    return Value::of(call.text(0).empty() || all_are(call, is_space).boolean());
}
Value is_ascii_text(const Call& call) { return Value::of(is_ascii(call.text(0))); }
Value is_utf8(const Call& call) { return Value::of(is_valid_utf8(call.text(0))); }

/// Whether a letter has a case and none is of `wrong` or title case.
Value has_case(const Call& call, utf8proc_category_t right, utf8proc_category_t wrong) {
    bool some = false, none_wrong = true;
    for_each_character(call.text(0), [&](Character character, std::string_view) {
        if (!character.is_valid()) return;
        const auto category = utf8proc_category(character.code);
        some = some || category == right;
        none_wrong = none_wrong && category != wrong && category != UTF8PROC_CATEGORY_LT;
    });
    return Value::of(some && none_wrong);
}
Value is_upper(const Call& call) { return has_case(call, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL); }
Value is_lower(const Call& call) { return has_case(call, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LU); }

Value chr(const Call& call) {
    const int64_t code = whole_number(call.number(0));
    if (!is_scalar(code)) return {};
    call.scratch.clear();
    append_character(static_cast<int32_t>(code), call.scratch);
    return call.made();
}

Value ord(const Call& call) {
    if (call.text(0).empty()) return {};
    const Character first = first_character(call.text(0));
    return first.is_valid() ? Value::of(Number(int64_t{first.code})) : Value();
}

constexpr Function functions[] = {
    {"upper toupper ucase", "upper(text)", "in capital letters", R"(upper("straße"))", "STRASSE", "t", 1, 1,
     Type::text, upper},
    {"lower tolower lcase", "lower(text)", "in small letters", R"(lower("ÉCOLE"))", "école", "t", 1, 1,
     Type::text, lower},
    {"casefold", "casefold(text)", "in the case that texts are compared in when case does not matter",
     R"(casefold("Kelvin"))", "kelvin", "t", 1, 1, Type::text, casefold},
    {"capitalize", "capitalize(text)", "the first letter as a capital, the others as they are",
     R"(capitalize("new York"))", "New York", "t", 1, 1, Type::text, capitalize},
    {"title initcap", "title(text)", "each word with a capital letter, the others small",
     R"(title("o'NEIL of york"))", "O'neil Of York", "t", 1, 1, Type::text, title},
    {"unaccent strip_accents", "unaccent(text)", "letters of Latin, Greek and Cyrillic without their accents",
     R"(unaccent("Łódź, São Tomé"))", "Lodz, Sao Tome", "t", 1, 1, Type::text, unaccent},
    {"slug", "slug(text[, separator])",
     "small ASCII letters and digits, words joined by _ or another separator", R"(slug("Beak Length, mm"))",
     "beak_length_mm", "t", 1, 2, Type::text, slug_of},
    {"normalize", "normalize(text[, form])", "Unicode's normal form: nfc (as a rule), nfd, nfkc or nfkd",
     R"(length(normalize("é", "nfd")))", "2", "t", 1, 2, Type::text, normalize, check_form},
    {"is_alpha isalpha", "is_alpha(text)", "whether there are letters only, and one at least",
     R"(is_alpha("Zoë"))", "true", "t", 1, 1, Type::boolean, is_alpha},
    {"is_digit isdigit is_digits", "is_digit(text)", "whether there are digits 0 to 9 only, and one at least",
     R"(is_digit("007"))", "true", "t", 1, 1, Type::boolean, is_digit},
    {"is_alnum isalnum", "is_alnum(text)", "whether there are letters and digits only, and one at least",
     R"(is_alnum("AB-12"))", "false", "t", 1, 1, Type::boolean, is_alnum},
    {"is_upper isupper", "is_upper(text)", "whether there is a capital letter, and no small one",
     R"(is_upper("ISO-8859"))", "true", "t", 1, 1, Type::boolean, is_upper},
    {"is_lower islower", "is_lower(text)", "whether there is a small letter, and no capital one",
     R"(is_lower("Iso"))", "false", "t", 1, 1, Type::boolean, is_lower},
    {"is_blank", "is_blank(text)", "whether there is nothing but white space, or nothing",
     R"(is_blank("  "))", "true", "t", 1, 1, Type::boolean, is_blank},
    {"is_ascii isascii", "is_ascii(text)", "whether there are ASCII characters only", R"(is_ascii("naïve"))",
     "false", "t", 1, 1, Type::boolean, is_ascii_text},
    {"is_utf8", "is_utf8(text)", "whether the bytes are valid UTF-8", R"(is_utf8("naïve"))", "true", "t", 1,
     1, Type::boolean, is_utf8},
    {"chr char", "chr(code)", "the character of a Unicode number; null where there is none", R"(chr(8364))",
     "€", "n", 1, 1, Type::text, chr},
    {"ord ascii unicode", "ord(text)", "the Unicode number of the first character; null where there is none",
     R"(ord("€"))", "8364", "t", 1, 1, Type::number, ord},
};

} // namespace

FunctionFamily text_case_functions() { return {"Text: case and letters", functions}; }

} // namespace rowkit::expr
