// What goes wrong: the one place that turns errno into words.
#include "base/error.h"

#include <cerrno>
#include <cstring>

namespace rowkit {

Error io_error(std::string path, int errno_value) {
    char text[128] = "";
    const char* reason = strerror_r(errno_value, text, sizeof text); // GNU's: may not use `text`
    return Error(Exit::io, std::move(path), reason,
                 errno_value == EMFILE ? "ulimit -n sets how many may be open" : "");
}

} // namespace rowkit
