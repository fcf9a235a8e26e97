// Messages to people, on standard error.
#include "base/message.h"

#include <string>

#include <unistd.h>

namespace rowkit {

namespace {

void append_shown(std::string_view text, std::string_view kept, std::string& line) {
    constexpr char digits[] = "0123456789ABCDEF";
    for (char byte : text) {
        auto code = static_cast<unsigned char>(byte);
        if ((code >= 0x20 && code != 0x7F) || kept.find(byte) != std::string_view::npos) line += byte;
        else line += {'\\', 'x', digits[code >> 4], digits[code & 15]};
    }
}

void write_line(std::string line) {
    line += '\n';
    // There is nobody to tell that telling failed.
    [[maybe_unused]] ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

} // namespace

void print_message(std::string_view tool, std::string_view text) {
    std::string line(tool);
    line += ": ";
    append_shown(text, "\t", line);
    write_line(std::move(line));
}

void print_lines(std::string_view text) {
    std::string lines;
    append_shown(text, "\t\n", lines);
    write_line(std::move(lines));
}

} // namespace rowkit
