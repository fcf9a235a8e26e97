// What is wrong with an expression, with the place underlined.
#include "expr/syntax_error.h"

#include "data/text_width.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

/// Of the terminal: a tab is shown as a blank.
size_t columns(std::string text) {
    std::ranges::replace(text, '\t', ' ');
    return shown_width(text);
}

} // namespace

Error syntax_error(std::string_view source, size_t begin, size_t end, std::string_view what,
                   std::string hint) {
    begin = std::min(begin, source.size());
    end = std::clamp(end, begin, source.size());
    // Of an expression over several lines, the one of the place is shown.
    const size_t newline = source.substr(0, begin).rfind('\n');
    const size_t line = newline == std::string_view::npos ? 0 : newline + 1;
    const std::string_view shown = source.substr(line, source.find('\n', begin) - line);
    end = std::min(end, line + shown.size());
    std::string picture =
        "  " + std::string(shown) + "\n  " +
        std::string(columns(std::string(source.substr(line, begin - line))), ' ') +
        std::string(std::max<size_t>(1, columns(std::string(source.substr(begin, end - begin)))), '^') + " ";
    std::ranges::replace(picture, '\t', ' ');
    picture += what;
    Error error(Exit::usage, {}, "expression:", std::move(hint));
    error.set_picture(std::move(picture));
    return error;
}

} // namespace rowkit::expr
