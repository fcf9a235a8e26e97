// Messages to people, on standard error.
#pragma once

#include <string_view>

namespace rowkit {

/// Writes `TOOL: TEXT` and a newline in one write, so that the lines of a pipeline's tools don't mix. Control
/// characters in the text are written as \xNN, so that data can't play with the terminal.
void print_message(std::string_view tool, std::string_view text);

/// Writes lines as they are, but for control characters; a newline is added.
void print_lines(std::string_view text);

} // namespace rowkit
