// What is known of the terminal that a tool may be writing to.
#pragma once

#include <cstddef>

namespace rowkit {

bool stdout_is_terminal();

/// How many columns the terminal on standard output has; 0 where it is none, or does not say.
size_t terminal_columns();

/// True where the environment asks for output without colour: NO_COLOR is set and not empty.
bool no_colour_wanted();

} // namespace rowkit
