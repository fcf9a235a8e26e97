// The syntax of a column list: its items, before any header is known.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace rowkit {

/// A name as it was written, without its backticks.
struct SelectName {
    std::string text;
    bool quoted = false; // stood in backticks: is only a name, never a position or a pattern
};

struct SelectItem {
    enum class Kind { name, range, glob, regex };

    Kind kind = Kind::name;
    bool negated = false;
    std::string text;                      // as written, without `!` and the blanks around it
    SelectName name;                       // of a name: what it names
    SelectName from, to;                   // of a range: its ends; an open end is empty and not quoted
    std::shared_ptr<const re2::RE2> regex; // of a regex
};

/// Throws Error (exit 2) where `text` is no column list.
std::vector<SelectItem> parse_select_items(std::string_view text);

} // namespace rowkit
