// Functions of regular expressions.
#include "codec/json_text.h"
#include "data/regex.h"
#include "data/regex_replacement.h"
#include "data/utf8.h"
#include "expr/body.h"

#include <algorithm>
#include <array>
#include <vector>

namespace rowkit::expr {
namespace {

/// Throws std::string where the pattern has no such group.
int read_group(const Value& value, const Regex& regex) {
    if (value.is(Type::number) || (value.is_texty() && parse_number(value.text()))) {
        const int64_t number =
            whole_number(value.is(Type::number) ? value.number() : *parse_number(value.text()));
        if (number < 0 || number > regex.groups())
            throw "there is no group " + std::to_string(number) + "; the pattern has " +
                std::to_string(regex.groups());
        return static_cast<int>(number);
    }
    const auto group = value.is_texty() ? regex.group(value.text()) : std::nullopt;
    if (!group) throw std::string("the pattern has no group of that name; one is written (?P<name>...)");
    return *group;
}

/// The pattern of a call, and what goes with it.
struct Pattern : Prepared {
    explicit Pattern(std::string_view pattern) : regex(pattern), group(regex.groups() > 0 ? 1 : 0) {}

    Regex regex;
    int group; // for extract()
    std::optional<RegexReplacement> replacement;
};

std::unique_ptr<Pattern> constant_pattern(std::span<const Value* const> constants) {
    const auto pattern = constant_text(constants, 1);
    return pattern ? std::make_unique<Pattern>(*pattern) : nullptr;
}

std::unique_ptr<Prepared> prepare_pattern(std::span<const Value* const> constants) {
    return constant_pattern(constants);
}

std::unique_ptr<Prepared> prepare_extract(std::span<const Value* const> constants) {
    auto made = constant_pattern(constants);
    if (made && constants.size() > 2 && constants[2])
        made->group = read_group(*constants[2], made->regex);
    else if (constants.size() > 2)
        made.reset(); // a group that is not the same for all records
    return made;
}

std::unique_ptr<Prepared> prepare_replacement(std::span<const Value* const> constants) {
    auto made = constant_pattern(constants);
    const auto with = constant_text(constants, 2);
    if (made && with) made->replacement.emplace(*with, made->regex);
    return made;
}

/// The pattern of a call whose pattern is not the same for all records: the last ones are kept. Null where it
/// is none.
const Pattern* kept_pattern(std::string_view text) {
    struct Kept {
        std::string text;
        std::unique_ptr<Pattern> pattern;
    };
    thread_local std::array<Kept, 16> kept;
    auto found =
        std::ranges::find_if(kept, [&](const Kept& each) { return each.pattern && each.text == text; });
    if (found == kept.end()) {
        try {
            found = std::prev(kept.end());
            *found = {std::string(text), std::make_unique<Pattern>(text)};
        } catch (const std::string&) {
            return nullptr;
        }
    }
    std::rotate(kept.begin(), found, std::next(found)); // to the front
    return kept[0].pattern.get();
}

const Pattern* pattern_of(const Call& call) {
    return call.prepared ? static_cast<const Pattern*>(call.prepared) : kept_pattern(call.text(1));
}

/// The group that a call of extract() asks for; nothing where the pattern has none such.
std::optional<int> group_of(const Call& call, const Pattern& pattern) {
    if (call.prepared || call.count() < 3) return pattern.group;
    try {
        return read_group(call.args[2], pattern.regex);
    } catch (const std::string&) {
        return std::nullopt;
    }
}

/// Room for some groups of a match, the match itself counted.
class Groups {
public:
    explicit Groups(size_t count) : many_(count > few_.size() ? count : 0), count_(count) {}
    operator std::span<std::string_view>() { return {many_.empty() ? few_.data() : many_.data(), count_}; }
    std::string_view operator[](size_t i) const { return many_.empty() ? few_[i] : many_[i]; }

private:
    std::array<std::string_view, 10> few_;
    std::vector<std::string_view> many_;
    size_t count_;
};

Value matches(const Call& call) {
    const Pattern* pattern = pattern_of(call);
    return pattern ? Value::of(pattern->regex.matches(call.text(0))) : Value();
}

Value full_match(const Call& call) {
    const Pattern* pattern = pattern_of(call);
    return pattern ? Value::of(pattern->regex.matches_all(call.text(0))) : Value();
}

Value extract(const Call& call) {
    const Pattern* pattern = pattern_of(call);
    const auto group = pattern ? group_of(call, *pattern) : std::nullopt;
    if (!group) return {};
    Groups groups(static_cast<size_t>(*group) + 1);
    if (!pattern->regex.find(call.text(0), 0, groups)) return {};
    const std::string_view found = groups[static_cast<size_t>(*group)];
    return found.data() ? Value::of(found) : Value();
}

/// A list of texts, in the scratch buffer.
class TextList {
public:
    explicit TextList(const Call& call) : call_(call) {
        call.scratch.clear();
        call.scratch.push_back('[');
    }
    void add(std::string_view text) {
        if (call_.scratch.size() > 1) call_.scratch.push_back(',');
        append_json_string(text, call_.scratch);
    }
    void add_null() { call_.scratch.append(call_.scratch.size() > 1 ? ",null" : "null"); }
    Value made() {
        call_.scratch.push_back(']');
        return Value::list(call_.arena.copy(call_.scratch.view()));
    }

private:
    const Call& call_;
};

Value extract_all(const Call& call) {
    const Pattern* pattern = pattern_of(call);
    const auto group = pattern ? group_of(call, *pattern) : std::nullopt;
    if (!group) return {};
    const auto index = static_cast<size_t>(*group);
    Groups room(index + 1);
    TextList list(call);
    pattern->regex.for_each(call.text(0), room,
                            [&](std::span<const std::string_view> groups) { list.add(groups[index]); });
    return list.made();
}

Value captures(const Call& call) {
    const Pattern* pattern = pattern_of(call);
    if (!pattern) return {};
    const auto count = static_cast<size_t>(pattern->regex.groups());
    Groups groups(count + 1);
    if (!pattern->regex.find(call.text(0), 0, groups)) return {};
    TextList list(call);
    for (size_t i = 1; i <= count; ++i) {
        if (groups[i].data())
            list.add(groups[i]);
        else
            list.add_null();
    }
    return list.made();
}

/// The text with the first match or all of them replaced.
Value replaced(const Call& call, const Pattern& pattern, const RegexReplacement& with, bool all) {
    const std::string_view text = call.text(0);
    Groups room(with.needed());
    call.scratch.clear();
    const char* done = text.data();
    bool some = false;
    const auto replace = [&](std::span<const std::string_view> groups) {
        call.scratch.append(done, static_cast<size_t>(groups[0].data() - done));
        with.append(groups, call.scratch);
        check_size("regex_replace", call.scratch.size());
        done = groups[0].data() + groups[0].size();
        some = true;
    };
    if (all)
        pattern.regex.for_each(text, room, replace);
    else if (pattern.regex.find(text, 0, room))
        replace(std::span<std::string_view>(room));
    if (!some) return Value::of(text);
    call.scratch.append(done, static_cast<size_t>(text.data() + text.size() - done));
    return call.made();
}

Value replaced(const Call& call, bool all) {
    if (call.text(0).data() == nullptr) { // a place to point to, for what matches nothing
        const Value args[] = {Value::of(""), call.args[1], call.args[2]};
        return replaced(Call{args, call.arena, call.scratch, call.prepared, call.place}, all);
    }
    const Pattern* pattern = pattern_of(call);
    if (!pattern) return {};
    if (pattern->replacement) return replaced(call, *pattern, *pattern->replacement, all);
    try {
        return replaced(call, *pattern, RegexReplacement(call.text(2), pattern->regex), all);
    } catch (const std::string&) {
        return {};
    }
}

Value regex_replace(const Call& call) { return replaced(call, true); }
Value sub(const Call& call) { return replaced(call, false); }

Value regex_count(const Call& call) {
    const Pattern* pattern = pattern_of(call);
    if (!pattern) return {};
    size_t count = 0;
    Groups room(1);
    pattern->regex.for_each(call.text(0), room, [&](std::span<const std::string_view>) { ++count; });
    return value_of_count(count);
}

Value regex_index(const Call& call) {
    const Pattern* pattern = pattern_of(call);
    const std::string_view text = call.text(0);
    Groups groups(1);
    if (!pattern) return {};
    if (!pattern->regex.find(text, 0, groups)) return value_of_count(0);
    if (text.empty()) return value_of_count(1);
    return value_of_count(
        count_characters(text.substr(0, static_cast<size_t>(groups[0].data() - text.data()))) + 1);
}

Value split_regex(const Call& call) {
    const Pattern* pattern = pattern_of(call);
    if (!pattern) return {};
    const std::string_view text = call.text(0);
    TextList list(call);
    if (text.empty()) return list.made();
    size_t done = 0;
    Groups room(1);
    pattern->regex.for_each(text, room, [&](std::span<const std::string_view> groups) {
        const auto at = static_cast<size_t>(groups[0].data() - text.data());
        if (groups[0].empty() && (at == 0 || at == text.size())) return; // no empty part for nothing
        list.add(text.substr(done, at - done));
        done = at + groups[0].size();
    });
    list.add(text.substr(done));
    return list.made();
}

Value regex_escape(const Call& call) { return Value::of(call.arena.copy(Regex::escaped(call.text(0)))); }

constexpr Function functions[] = {
    {"matches regex_matches regexp_like regexp_matches", "matches(text, pattern)",
     "whether the pattern matches somewhere in the text, as =~; (?i) before it: whatever the case",
     R"(matches("Cash", "(?i)^c"))", "true", "t", 2, 2, Type::boolean, matches, prepare_pattern},
    {"full_match regex_full_match regexp_full_match", "full_match(text, pattern)",
     "whether the pattern matches all of the text", R"(full_match("A-123", "[A-Z]-[0-9]+"))", "true", "t", 2,
     2, Type::boolean, full_match, prepare_pattern},
    {"extract regex_extract regexp_extract regexp_substr regextract", "extract(text, pattern[, group])",
     "the first match: the group of that number or name, else the first one, else all of it; null where "
     "nothing matches",
     R"x(extract("took 35 ms", "(\d+) ms"))x", "35", "tta", 2, 3, Type::text, extract, prepare_extract},
    {"extract_all regex_extract_all regexp_extract_all", "extract_all(text, pattern[, group])",
     "a list of all matches, or of what a group has in each", R"(extract_all("a1 b22", "\d+"))",
     R"(["1","22"])", "tta", 2, 3, Type::list, extract_all, prepare_extract},
    {"captures", "captures(text, pattern)",
     "a list of all groups of the first match; null where nothing matches",
     R"z(captures("1024x768", "(\d+)x(\d+)"))z", R"(["1024","768"])", "t", 2, 2, Type::list, captures,
     prepare_pattern},
    {"regex_replace gsub regexp_replace", "regex_replace(text, pattern, with)",
     "every match replaced; \\1 or $1 is its first group, ${name} a named one, \\0 the match",
     R"x(regex_replace("2024-07-28", "(\d+)-(\d+)-(\d+)", "$3.$2.$1"))x", "28.07.2024", "t", 3, 3, Type::text,
     regex_replace, prepare_replacement},
    {"sub regex_replace_first", "sub(text, pattern, with)", "the first match replaced, as regex_replace does",
     R"(sub("a1b2", "[0-9]", "#"))", "a#b2", "t", 3, 3, Type::text, sub, prepare_replacement},
    {"regex_count regexp_count", "regex_count(text, pattern)",
     "how often the pattern matches, without overlap", R"(regex_count("banana", "[an]+"))", "1", "t", 2, 2,
     Type::number, regex_count, prepare_pattern},
    {"regex_index regexp_instr", "regex_index(text, pattern)",
     "the position of the first match; 0 where there is none", R"(regex_index("tel 555", "\d"))", "5", "t", 2,
     2, Type::number, regex_index, prepare_pattern},
    {"split_regex regexp_split regexp_split_to_array", "split_regex(text, pattern)",
     "a list of the parts between matches", R"(split_regex("a, b;c", "[,;] *"))", R"(["a","b","c"])", "t", 2,
     2, Type::list, split_regex, prepare_pattern},
    {"regex_escape regexp_escape", "regex_escape(text)", "the pattern that matches the text itself",
     R"(regex_escape("1.5"))", "1\\.5", "t", 1, 1, Type::text, regex_escape},
};

} // namespace

FunctionFamily regex_functions() { return {"Regular expressions", functions}; }

} // namespace rowkit::expr
