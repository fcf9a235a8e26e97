// Functions of text: blanks, width, quotes.
#include "data/text_width.h"
#include "data/utf8.h"
#include "expr/body.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

/// Whether a character is one of those of `set`; white space where no set is given.
bool is_trimmed(Character character, std::string_view bytes, const Call& call) {
    if (call.count() == 1) return is_space(character.code);
    return character.is_valid() && call.text(1).find(bytes) != std::string_view::npos;
}

std::string_view without_start(std::string_view text, const Call& call) {
    while (!text.empty()) {
        const Character character = first_character(text);
        if (!is_trimmed(character, text.substr(0, character.size), call)) break;
        text.remove_prefix(character.size);
    }
    return text;
}

std::string_view without_end(std::string_view text, const Call& call) {
    while (!text.empty()) {
        const Character character = last_character(text);
        if (!is_trimmed(character, text.substr(text.size() - character.size), call)) break;
        text.remove_suffix(character.size);
    }
    return text;
}

Value trim(const Call& call) { return Value::of(without_end(without_start(call.text(0), call), call)); }
Value trim_start(const Call& call) { return Value::of(without_start(call.text(0), call)); }
Value trim_end(const Call& call) { return Value::of(without_end(call.text(0), call)); }

/// Each run of white space as one blank.
void append_collapsed(std::string_view text, Buffer& out) {
    bool space = false;
    for_each_character(text, [&](Character character, std::string_view bytes) {
        if (!is_space(character.code))
            out.append(bytes);
        else if (!space)
            out.push_back(' ');
        space = is_space(character.code);
    });
}

Value collapse(const Call& call) {
    call.scratch.clear();
    append_collapsed(call.text(0), call.scratch);
    return call.made();
}

Value squeeze(const Call& call) {
    call.scratch.clear();
    append_collapsed(trim(call).text(), call.scratch);
    return call.made();
}

struct Padding {
    std::string_view text, fill;
    size_t missing = 0; // characters

    /// Of (text, width[, fill]).
    Padding(std::string_view name, const Call& call)
        : text(call.text(0)), fill(call.count() > 2 ? call.text(2) : " ") {
        const int64_t width = whole_number(call.number(1)),
                      count = static_cast<int64_t>(count_characters(text));
        if (fill.empty() || width <= count) return;
        missing = static_cast<size_t>(width - count);
        check_size(name, text.size() + missing * 4);
    }
    void append(size_t count, Buffer& out) const {
        const size_t characters = count_characters(fill);
        for (; count >= characters; count -= characters) out.append(fill);
        out.append(fill.substr(0, bytes_of_characters(fill, count)));
    }
};

Value padded(const Padding& padding, size_t before, const Call& call) {
    if (padding.missing == 0) return Value::of(padding.text);
    call.scratch.clear();
    padding.append(before, call.scratch);
    call.scratch.append(padding.text);
    padding.append(padding.missing - before, call.scratch);
    return call.made();
}

Value pad_left(const Call& call) {
    const Padding padding("pad_left", call);
    return padded(padding, padding.missing, call);
}
Value pad_right(const Call& call) { return padded(Padding("pad_right", call), 0, call); }
Value center(const Call& call) {
    const Padding padding("center", call);
    return padded(padding, padding.missing / 2, call);
}

Value zero_pad(const Call& call) {
    const std::string_view text = call.text(0);
    const int64_t missing = whole_number(call.number(1)) - static_cast<int64_t>(count_characters(text));
    if (missing <= 0) return Value::of(text);
    check_size("zero_pad", text.size() + static_cast<size_t>(missing));
    const size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    call.scratch.clear();
    call.scratch.append(text.substr(0, sign));
    for (int64_t i = 0; i < missing; ++i) call.scratch.push_back('0');
    call.scratch.append(text.substr(sign));
    return call.made();
}

Value truncate(const Call& call) {
    const std::string_view text = call.text(0), mark = call.count() > 2 ? call.text(2) : "…";
    const int64_t most = std::max<int64_t>(whole_number(call.number(1)), 0);
    if (bytes_of_characters(text, static_cast<size_t>(most)) == text.size()) return Value::of(text);
    const int64_t room = most - static_cast<int64_t>(count_characters(mark));
    if (room < 0) return Value::of(mark.substr(0, bytes_of_characters(mark, static_cast<size_t>(most))));
    const size_t limit = bytes_of_characters(text, static_cast<size_t>(room));
    size_t kept = 0; // whole graphemes: a letter is not parted from its accent
    while (kept < limit) {
        const size_t next = kept + bytes_of_grapheme(text.substr(kept));
        if (next > limit) break;
        kept = next;
    }
    call.scratch.clear();
    call.scratch.append(text.substr(0, kept));
    call.scratch.append(mark);
    return call.made();
}

/// Lines of words, each as long as it may be; what is a newline stays one.
Value wrap(const Call& call) {
    const int64_t width = std::max<int64_t>(whole_number(call.number(1)), 1);
    std::string_view rest = call.text(0);
    call.scratch.clear();
    for (int64_t column = 0; !rest.empty();) {
        const size_t blanks = std::min(rest.find_first_not_of(' '), rest.size());
        const std::string_view word = rest.substr(blanks, rest.find_first_of(" \n", blanks) - blanks);
        const auto size = static_cast<int64_t>(count_characters(word));
        if (column > 0 && !word.empty() && column + static_cast<int64_t>(blanks) + size > width) {
            call.scratch.push_back('\n');
            column = 0;
        } else if (!word.empty()) {
            call.scratch.append(rest.substr(0, blanks));
            column += static_cast<int64_t>(blanks);
        }
        call.scratch.append(word);
        column += size;
        rest.remove_prefix(blanks + word.size());
        if (!rest.starts_with('\n')) continue;
        call.scratch.push_back('\n');
        rest.remove_prefix(1);
        column = 0;
    }
    return call.made();
}

Value width(const Call& call) { return value_of_count(shown_width(call.text(0))); }

Value quote(const Call& call) {
    const std::string_view text = call.text(0), mark = call.count() > 1 ? call.text(1) : "\"";
    call.scratch.clear();
    call.scratch.append(mark);
    for (size_t done = 0; done < text.size();) {
        const size_t at = mark.empty() ? text.size() : std::min(find_text(text, mark, done), text.size());
        call.scratch.append(text.substr(done, at - done));
        if (at < text.size()) {
            call.scratch.append(mark);
            call.scratch.append(mark);
        }
        done = at + mark.size();
    }
    call.scratch.append(mark);
    return call.made();
}

Value unquote(const Call& call) {
    const std::string_view text = call.text(0);
    const char mark = text.empty() ? 0 : text.front();
    if (text.size() < 2 || (mark != '"' && mark != '\'') || text.back() != mark) return Value::of(text);
    call.scratch.clear();
    for (size_t at = 1; at + 1 < text.size(); ++at) {
        call.scratch.push_back(text[at]);
        if (text[at] == mark && text[at + 1] == mark && at + 2 < text.size()) ++at;
    }
    return call.made();
}

constexpr Function functions[] = {
    {"trim strip btrim", "trim(text[, characters])", "without white space, or these characters, at both ends",
     R"(trim("  new york "))", "new york", "t", 1, 2, Type::text, trim},
    {"ltrim lstrip trim_left", "ltrim(text[, characters])",
     "without white space, or these characters, at the start", R"(ltrim("0042", "0"))", "42", "t", 1, 2,
     Type::text, trim_start},
    {"rtrim rstrip trim_right", "rtrim(text[, characters])",
     "without white space, or these characters, at the end", R"(rtrim("done...", "."))", "done", "t", 1, 2,
     Type::text, trim_end},
    {"squeeze clean squish clean_whitespace", "squeeze(text)",
     "trimmed, and each run of white space within as one blank", R"(squeeze("  new   york "))", "new york",
     "t", 1, 1, Type::text, squeeze},
    {"collapse_whitespace collapse", "collapse_whitespace(text)", "each run of white space as one blank",
     R"(quote(collapse_whitespace("a   b  ")))", "\"a b \"", "t", 1, 1, Type::text, collapse},
    {"pad_left lpad rjust leftpad", "pad_left(text, width[, fill])",
     "filled at its start, with blanks or another fill, to that many characters; never shortened",
     R"(pad_left("7", 3, "0"))", "007", "tnt", 2, 3, Type::text, pad_left},
    {"pad_right rpad ljust rightpad", "pad_right(text, width[, fill])",
     "filled at its end, with blanks or another fill, to that many characters; never shortened",
     R"(pad_right("ab", 5, "."))", "ab...", "tnt", 2, 3, Type::text, pad_right},
    {"center pad_both", "center(text, width[, fill])", "filled at both ends to that many characters",
     R"(center("ab", 6, "*"))", "**ab**", "tnt", 2, 3, Type::text, center},
    {"zero_pad zfill", "zero_pad(text, width)", "filled with zeros after its sign to that many characters",
     R"(zero_pad("-42", 6))", "-00042", "tn", 2, 2, Type::text, zero_pad},
    {"truncate ellipsis", "truncate(text, count[, mark])",
     "no more than so many characters, of which the last is an ellipsis or another mark where some are gone",
     R"(truncate("a long story", 7))", "a long…", "tnt", 2, 3, Type::text, truncate},
    {"wrap", "wrap(text, width)",
     "broken into lines between words, so that each has that many characters at most",
     R"(replace(wrap("one two three", 7), "\n", "|"))", "one two|three", "tn", 2, 2, Type::text, wrap},
    {"display_width width", "display_width(text)", "the columns of a terminal that it takes",
     R"(display_width("東京"))", "4", "t", 1, 1, Type::number, width},
    {"quote", "quote(text[, mark])", "between quote marks, of which those within are doubled",
     R"(quote("it's", "'"))", "'it''s'", "t", 1, 2, Type::text, quote},
    {"unquote", "unquote(text)", "without the quote marks around it; doubled ones within are one",
     R"(unquote("'it''s'"))", "it's", "t", 1, 1, Type::text, unquote},
};

} // namespace

FunctionFamily text_form_functions() { return {"Text: blanks, width, quotes", functions}; }

} // namespace rowkit::expr
