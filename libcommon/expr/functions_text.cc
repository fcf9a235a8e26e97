// Functions of text: its length and its pieces.
#include "data/utf8.h"
#include "expr/body.h"
#include "expr/list_search.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

constexpr size_t npos = std::string_view::npos;

Value length(const Call& call) {
    return value_of_count(call.args[0].is(Type::list) ? count_items(call)
                                                      : count_characters(text_of(call, 0)));
}

Value byte_length(const Call& call) { return value_of_count(call.text(0).size()); }

Value substr(const Call& call) {
    const std::string_view text = call.text(0);
    int64_t from = whole_number(call.number(1));
    from += from < 0 ? static_cast<int64_t>(count_characters(text)) : -1;
    const int64_t to = call.count() > 2 ? from + whole_number(call.number(2)) : 2 * far_away;
    return Value::of(slice_characters(text, from, to));
}

Value left(const Call& call) {
    const std::string_view text = call.text(0);
    const int64_t count = whole_number(call.number(1));
    if (count >= 0) return Value::of(text.substr(0, bytes_of_characters(text, static_cast<size_t>(count))));
    return Value::of(
        text.substr(0, text.size() - bytes_of_last_characters(text, static_cast<size_t>(-count))));
}

Value right(const Call& call) {
    const std::string_view text = call.text(0);
    const int64_t count = whole_number(call.number(1));
    if (count < 0) return Value::of(text.substr(bytes_of_characters(text, static_cast<size_t>(-count))));
    return Value::of(text.substr(text.size() - bytes_of_last_characters(text, static_cast<size_t>(count))));
}

Value char_at(const Call& call) {
    const std::string_view text = call.text(0);
    int64_t at = whole_number(call.number(1));
    at += at < 0 ? static_cast<int64_t>(count_characters(text)) : -1;
    return Value::of(slice_characters(text, at, at + 1));
}

/// The part before the `number`th separator and after the one before it.
std::string_view part_from_start(std::string_view text, std::string_view separator, int64_t number) {
    for (size_t end = find_text(text, separator); --number > 0; end = find_text(text, separator)) {
        if (end == npos) return {};
        text.remove_prefix(end + separator.size());
    }
    return text.substr(0, find_text(text, separator));
}

std::string_view part_from_end(std::string_view text, std::string_view separator, int64_t number) {
    for (size_t at = text.rfind(separator); --number > 0; at = text.rfind(separator)) {
        if (at == npos) return {};
        text = text.substr(0, at);
    }
    const size_t at = text.rfind(separator);
    return at == npos ? text : text.substr(at + separator.size());
}

Value split_part(const Call& call) {
    const std::string_view text = call.text(0), separator = call.text(1);
    const int64_t number = whole_number(call.number(2));
    if (number == 0) return Value::of("");
    if (separator.empty()) return Value::of(number == 1 || number == -1 ? text : std::string_view());
    return Value::of(number > 0 ? part_from_start(text, separator, number)
                                : part_from_end(text, separator, -number));
}

Value before(const Call& call) {
    return Value::of(call.text(0).substr(0, find_text(call.text(0), call.text(1))));
}

Value before_last(const Call& call) {
    return Value::of(call.text(0).substr(0, call.text(0).rfind(call.text(1))));
}

Value after(const Call& call) {
    const size_t at = find_text(call.text(0), call.text(1));
    return Value::of(at == npos ? std::string_view() : call.text(0).substr(at + call.text(1).size()));
}

Value after_last(const Call& call) {
    const size_t at = call.text(0).rfind(call.text(1));
    return Value::of(at == npos ? std::string_view() : call.text(0).substr(at + call.text(1).size()));
}

Value text_between(const Call& call) {
    const std::string_view text = call.text(0), open = call.text(1), close = call.text(2);
    const size_t at = find_text(text, open);
    if (at == npos) return Value::of("");
    const size_t begin = at + open.size(), end = find_text(text, close, begin);
    return Value::of(end == npos ? std::string_view() : text.substr(begin, end - begin));
}

Value remove_prefix(const Call& call) {
    std::string_view text = call.text(0);
    if (text.starts_with(call.text(1))) text.remove_prefix(call.text(1).size());
    return Value::of(text);
}

Value remove_suffix(const Call& call) {
    std::string_view text = call.text(0);
    if (text.ends_with(call.text(1))) text.remove_suffix(call.text(1).size());
    return Value::of(text);
}

Value concat(const Call& call) {
    if (call.count() == 1) return Value::of(call.text(0));
    size_t size = 0;
    for (size_t i = 0; i < call.count(); ++i) size += call.text(i).size();
    char* const begin = call.arena.room(size);
    char* to = begin;
    for (size_t i = 0; i < call.count(); ++i) to = std::copy_n(call.text(i).data(), call.text(i).size(), to);
    return Value::of(std::string_view(begin, size));
}

Value concat_ws(const Call& call) {
    call.scratch.clear();
    bool first = true;
    for (size_t i = 1; i < call.count(); ++i) {
        if (call.text(i).empty()) continue;
        if (!std::exchange(first, false)) call.scratch.append(call.text(0));
        call.scratch.append(call.text(i));
    }
    return call.made();
}

Value repeat(const Call& call) {
    const std::string_view text = call.text(0);
    const int64_t times = text.empty() ? 0 : std::max<int64_t>(whole_number(call.number(1)), 0);
    check_size("repeat", std::min<uint64_t>(text.size(), far_away) * std::min<uint64_t>(times, 1 << 23) +
                             static_cast<uint64_t>(times));
    const size_t size = text.size() * static_cast<size_t>(times);
    char* const begin = call.arena.room(size);
    char* to = begin;
    for (int64_t i = 0; i < times; ++i) to = std::copy_n(text.data(), text.size(), to);
    return Value::of(std::string_view(begin, size));
}

/// Marks stay on their letters.
Value reverse(const Call& call) {
    std::string_view text = call.text(0);
    char* const begin = call.arena.room(text.size());
    char* to = begin + text.size();
    if (is_ascii(text)) {
        std::reverse_copy(text.begin(), text.end(), begin);
        return Value::of(std::string_view(begin, text.size()));
    }
    for (size_t size; !text.empty(); text.remove_prefix(size)) {
        size = bytes_of_grapheme(text);
        to -= size;
        std::memcpy(to, text.data(), size);
    }
    return Value::of(std::string_view(begin, call.text(0).size()));
}

constexpr Function functions[] = {
    {"length len strlen char_length", "length(text)", "how many characters; of a list, how many items",
     R"(length("naïve"))", "5", "a", 1, 1, Type::number, length},
    {"bytes byte_length octet_length", "bytes(text)", "how many bytes of UTF-8", R"(bytes("naïve"))", "6",
     "t", 1, 1, Type::number, byte_length},
    {"substr substring mid", "substr(text, from[, count])",
     "the characters from a position on, counted from 1, negative ones from the end",
     R"(substr("rowkit", 4, 2))", "ki", "tn", 2, 3, Type::text, substr},
    {"left", "left(text, count)", "the first characters; negative: all but the last ones",
     R"(left("2024-07-28", 4))", "2024", "tn", 2, 2, Type::text, left},
    {"right", "right(text, count)", "the last characters; negative: all but the first ones",
     R"(right("2024-07-28", 2))", "28", "tn", 2, 2, Type::text, right},
    {"char_at", "char_at(text, position)",
     "one character, by its position from 1, or from the end if negative", R"(char_at("abc", -1))", "c", "tn",
     2, 2, Type::text, char_at},
    {"split_part part", "split_part(text, separator, number)",
     "one of the parts between separators, counted from 1, negative from the end; empty where there are "
     "fewer",
     R"(split_part("a/b/c", "/", 2))", "b", "ttn", 3, 3, Type::text, split_part},
    {"before", "before(text, part)", "what is before the first such part; all where there is none",
     R"(before("ann@example.org", "@"))", "ann", "t", 2, 2, Type::text, before},
    {"after", "after(text, part)", "what is after the first such part; empty where there is none",
     R"(after("ann@example.org", "@"))", "example.org", "t", 2, 2, Type::text, after},
    {"before_last", "before_last(text, part)", "what is before the last such part; all where there is none",
     R"(before_last("a.tar.gz", "."))", "a.tar", "t", 2, 2, Type::text, before_last},
    {"after_last", "after_last(text, part)", "what is after the last such part; empty where there is none",
     R"(after_last("a.tar.gz", "."))", "gz", "t", 2, 2, Type::text, after_last},
    {"text_between substring_between", "text_between(text, open, close)",
     "what is between the first such part and the next one that closes it; empty where there is none",
     R"(text_between("total [42] ms", "[", "]"))", "42", "t", 3, 3, Type::text, text_between},
    {"remove_prefix removeprefix", "remove_prefix(text, prefix)", "the text without a start, if it has it",
     R"(remove_prefix("www.example.org", "www."))", "example.org", "t", 2, 2, Type::text, remove_prefix},
    {"remove_suffix removesuffix", "remove_suffix(text, suffix)", "the text without an end, if it has it",
     R"(remove_suffix("30 ms", " ms"))", "30", "t", 2, 2, Type::text, remove_suffix},
    {"concat", "concat(text, ...)", "all of them, one after the other", R"(concat("a", 1, "b"))", "a1b", "t",
     1, 255, Type::text, concat},
    {"concat_ws join_text", "concat_ws(separator, text, ...)",
     "all of them with a separator between them; empty ones are left out",
     R"(concat_ws(" ", "Ann", "", "Lee"))", "Ann Lee", "t", 2, 255, Type::text, concat_ws},
    {"repeat replicate", "repeat(text, times)", "the text so many times", R"(repeat("ab", 3))", "ababab",
     "tn", 2, 2, Type::text, repeat},
    {"reverse strrev", "reverse(text)",
     "the characters from the last to the first; marks stay on their letters", R"(reverse("rowkit"))",
     "tikwor", "t", 1, 1, Type::text, reverse},
};

} // namespace

FunctionFamily text_functions() { return {"Text: length and pieces", functions}; }

} // namespace rowkit::expr
