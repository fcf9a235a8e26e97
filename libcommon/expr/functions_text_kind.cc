// Functions of text: what kinds of characters there are.
#include "data/letters.h"
#include "data/utf8.h"
#include "expr/body.h"

#include <utf8proc.h>

namespace rowkit::expr {
namespace {

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

FunctionFamily text_kind_functions() { return {"Text: kinds of characters", functions}; }

} // namespace rowkit::expr
