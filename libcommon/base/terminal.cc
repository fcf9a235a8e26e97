// What is known of the terminal that a tool may be writing to.
#include "base/terminal.h"

#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace rowkit {

bool stdout_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }

size_t terminal_columns() {
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool no_colour_wanted() {
    const char* given = std::getenv("NO_COLOR");
    return given && *given;
}

} // namespace rowkit
