// What is wrong with an expression, with the place underlined.
#include "expr/syntax_error.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

/// Characters, not bytes: continuation bytes of UTF-8 take no column.
size_t columns(std::string_view text) {
    return static_cast<size_t>(std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; }));
}

} // namespace

Error syntax_error(std::string_view source, size_t begin, size_t end, std::string_view what) {
    begin = std::min(begin, source.size());
    end = std::clamp(end, begin, source.size());
    // Of an expression over several lines, the one of the place is shown.
    const size_t newline = source.substr(0, begin).rfind('\n');
    const size_t line = newline == std::string_view::npos ? 0 : newline + 1;
    const std::string_view shown = source.substr(line, source.find('\n', begin) - line);
    end = std::min(end, line + shown.size());
    std::string picture = "  " + std::string(shown) + "\n  " + std::string(columns(source.substr(line, begin - line)), ' ') +
                          std::string(std::max<size_t>(1, columns(source.substr(begin, end - begin))), '^') + " ";
    std::ranges::replace(picture, '\t', ' ');
    picture += what;
    Error error(Exit::usage, {}, "expression:");
    error.set_picture(std::move(picture));
    return error;
}

} // namespace rowkit::expr
