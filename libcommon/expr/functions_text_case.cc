// Functions of text: upper and lower case, accents, normal forms.
#include "data/fold.h"
#include "data/letters.h"
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

Value unaccent(const Call& call) {
    if (is_ascii(call.text(0))) return Value::of(call.text(0));
    call.scratch.clear();
    append_unaccented(call.text(0), call.scratch);
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
};

} // namespace

FunctionFamily text_case_functions() { return {"Text: case and accents", functions}; }

} // namespace rowkit::expr
