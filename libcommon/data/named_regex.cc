// A regular expression whose groups have names: from its own syntax, and from `{name} {name}`.
#include "data/named_regex.h"

#include "base/error.h"
#include "data/grok.h"
#include "data/regex.h"

#include <algorithm>

namespace rowkit {
namespace {

/// The end of the class `[...]` that begins at `at`.
size_t class_end(std::string_view regex, size_t at) {
    size_t i = at + 1;
    if (i < regex.size() && regex[i] == '^') ++i;
    if (i < regex.size() && regex[i] == ']') ++i; // stands for itself
    while (i < regex.size() && regex[i] != ']') {
        const bool named = regex.substr(i).starts_with("[:") && regex.find(":]", i + 2) != regex.npos;
        if (named) i = regex.find(":]", i + 2) + 2;
        else i += regex[i] == '\\' ? 2 : 1;
    }
    return std::min(i + 1, regex.size());
}

/// What stands between `<` and `>` in a group's opening, and where the group's inside begins.
struct Opening {
    std::string_view name;
    size_t inside = 0; // 0: it has no name
};

Opening opening(std::string_view regex, size_t at) {
    const std::string_view rest = regex.substr(at);
    const size_t before = rest.starts_with("(?P<") ? 4 : rest.starts_with("(?<") ? 3 : 0;
    if (!before || rest.substr(before).starts_with('=') || rest.substr(before).starts_with('!')) return {};
    const size_t close = rest.find('>');
    if (close == rest.npos) return {};
    return {rest.substr(before, close - before), at + close + 1};
}

} // namespace

NamedRegex name_groups(std::string_view regex) {
    NamedRegex named;
    NamedRegex plain; // the same, groups without names kept
    for (size_t i = 0; i < regex.size();) {
        size_t end = i + 1;
        if (regex[i] == '\\') end = std::min(i + 2, regex.size());
        if (regex.substr(i).starts_with("\\Q")) end = std::min(regex.find("\\E", i), regex.size());
        if (regex[i] == '[') end = class_end(regex, i);
        if (const Opening group = regex[i] == '(' ? opening(regex, i) : Opening{}; group.inside) {
            named.regex += '(';
            named.names.emplace_back(group.name);
            i = group.inside;
            continue;
        }
        const bool unnamed = regex[i] == '(' && !regex.substr(i).starts_with("(?");
        if (unnamed) plain.names.emplace_back();
        named.regex += unnamed ? "(?:" : regex.substr(i, end - i);
        i = end;
    }
    if (!named.names.empty()) return named;
    plain.regex = regex;
    return plain;
}

NamedRegex braces_regex(std::string_view pattern) {
    NamedRegex made{"(?s)\\A", {}, true};
    std::string literal;
    bool after_part = false; // a part of any text, that only a literal can end
    auto settle = [&] {
        made.regex += Regex::escaped(literal);
        if (!literal.empty()) after_part = false;
        literal.clear();
    };
    for (size_t i = 0; i < pattern.size(); ++i) {
        const std::string_view two = pattern.substr(i, 2);
        if (two == "{{" || two == "}}") {
            literal += pattern[i++];
            continue;
        }
        if (pattern[i] == '}')
            throw usage_error("the pattern has a } without its {", "write }} for a brace in the text");
        if (pattern[i] != '{') {
            literal += pattern[i];
            continue;
        }
        const size_t close = pattern.find('}', i);
        if (close == pattern.npos)
            throw usage_error("the pattern has a { without its }", "write {{ for a brace in the text");
        settle();
        std::string name(pattern.substr(i + 1, close - i - 1));
        std::string kind;
        if (const size_t colon = name.rfind(':'); colon != name.npos) {
            kind = name.substr(colon + 1);
            name.resize(colon);
        }
        const bool any = kind.empty();
        if (any && after_part)
            throw usage_error(
                "nothing stands between {" + name + "} and the part before it",
                "where the one ends and the other begins has to be told by a text or by a kind, {" + name +
                    ":int}");
        const bool last = close + 1 == pattern.size();
        const std::string inside = !any ? grok_kind(kind) : last ? ".*" : ".*?";
        const bool skipped = name.empty() || name == "_";
        made.regex += (skipped ? "(?:" : "(") + inside + ")";
        if (!skipped) {
            if (std::ranges::find(made.names, name) != made.names.end())
                throw usage_error("the pattern has two parts named \"" + name + "\"",
                                  "{} takes a part that is not wanted");
            made.names.push_back(name);
        }
        after_part = any;
        i = close;
    }
    settle();
    made.regex += "\\z";
    return made;
}

} // namespace rowkit
