// A regular expression whose groups have names that RE2 need not know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// In RE2's syntax, with plain groups only. Names may be any text, and stand twice.
struct NamedRegex {
    std::string regex;
    std::vector<std::string> names; // of its groups, in order; "" where a group has none
    bool bytes = false;             // characters are bytes: text that is no UTF-8 is matched too
};

/// Turns `(?P<name>...)` and `(?<name>...)` into plain groups. Where there is such a group, those without a
/// name become
/// `(?:...)`: nothing is asked of them.
NamedRegex name_groups(std::string_view regex);

/// Text in which `{name}` stands for a part, as short as can be; the last one takes the rest. `{}` and `{_}`
/// are parts that no one asks for, `{name:kind}` one of a kind (a grok pattern's name, in whatever case),
/// `{{` and `}}` are braces. The whole text has to match. Throws Error (exit 2).
NamedRegex braces_regex(std::string_view pattern);

} // namespace rowkit
