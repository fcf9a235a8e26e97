// How far the reading is, on standard error, for the person who waits.
#include "io/progress.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace rowkit {
namespace {

using namespace std::chrono_literals;

std::string bytes_text(uint64_t bytes) {
    constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    auto value = static_cast<double>(bytes);
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < std::size(units)) {
        value /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.*f %s", unit > 0 && value < 9.95 ? 1 : 0, value, units[unit]);
    return text;
}

std::string count_text(double count) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.0f", count);
    std::string text = digits;
    for (size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
    return text;
}

std::string duration_text(double seconds) {
    char text[48];
    auto whole = static_cast<unsigned long>(std::min(seconds, 3.6e9) + 0.5);
    if (whole < 60)
        std::snprintf(text, sizeof text, "%lu s", whole);
    else if (whole < 3600)
        std::snprintf(text, sizeof text, "%lu:%02lu min", whole / 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%lu:%02lu h", whole / 3600, whole / 60 % 60);
    return text;
}

} // namespace

std::string progress_line(uint64_t consumed, std::optional<uint64_t> total, uint64_t records,
                          double seconds) {
    std::string line = bytes_text(consumed);
    bool sized = total && *total > 0;
    double share = sized ? std::min(1.0, static_cast<double>(consumed) / static_cast<double>(*total)) : 0;
    if (sized)
        line += " of " + bytes_text(*total) + " (" + std::to_string(static_cast<int>(share * 100)) + " %)";
    if (seconds > 0) line += ", " + count_text(static_cast<double>(records) / seconds) + " records/s";
    if (share > 0) line += ", " + duration_text(seconds * (1 - share) / share) + " left";
    return line;
}

Progress::Progress(ProgressOptions options) : options_(options) {
    using Show = ProgressOptions::Show;
    if (options_.show == Show::never) return;
    terminal_ = ::isatty(options_.error_fd);
    shown_ = options_.show == Show::always || (terminal_ && !::isatty(options_.output_fd));
    if (!shown_) return;
    began_ = options_.now();
    next_ = began_ + (options_.show == Show::always ? 200ms : 2000ms);
}

void Progress::redraw(uint64_t consumed, std::optional<uint64_t> total, uint64_t records) {
    const Clock::time_point now = options_.now();
    if (now < next_) return;
    if (!total && options_.show == ProgressOptions::Show::by_itself) return;
    next_ = now + (terminal_ ? 200ms : 1000ms);
    draw(progress_line(consumed, total, records, std::chrono::duration<double>(now - began_).count()));
}

void Progress::draw(std::string line) {
    if (terminal_) {
        winsize size{};
        size_t width =
            ::ioctl(options_.error_fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 79;
        if (line.size() > width) line.resize(width); // a line that wraps can't be redrawn
        size_t columns = line.size();
        if (columns < drawn_) line.append(std::min(drawn_, width) - std::min(columns, width), ' ');
        drawn_ = columns;
        line.insert(0, "\r");
    } else {
        line += '\n';
    }
    // Who can't be told isn't: the work goes on.
    if (::write(options_.error_fd, line.data(), line.size()) < 0) shown_ = false;
}

void Progress::done() {
    if (shown_ && drawn_ > 0) {
        draw("");
        if (::write(options_.error_fd, "\r", 1) < 0) drawn_ = 0;
    }
    shown_ = false;
}

} // namespace rowkit
