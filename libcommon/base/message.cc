// Messages to people, on standard error.
#include "base/message.h"

#include <string>

#include <unistd.h>

namespace rowkit {

void print_message(std::string_view tool, std::string_view text) {
    std::string line(tool);
    line += ": ";
    for (char byte : text) {
        auto code = static_cast<unsigned char>(byte);
        if ((code < 0x20 && byte != '\t') || code == 0x7F) {
            constexpr char digits[] = "0123456789ABCDEF";
            line += {'\\', 'x', digits[code >> 4], digits[code & 15]};
        } else {
            line += byte;
        }
    }
    line += '\n';
    // There is nobody to tell that telling failed.
    [[maybe_unused]] ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

} // namespace rowkit
