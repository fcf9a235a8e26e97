// How far the reading is, on standard error, for the person who waits.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace rowkit {

struct ProgressOptions {
    enum class Show {
        by_itself, // standard error is a terminal, standard output is not, the size is known, 2 s have passed
        always,
        never,
    };
    Show show = Show::by_itself;
    int error_fd = 2;
    int output_fd = 1;
    std::chrono::steady_clock::time_point (*now)() = std::chrono::steady_clock::now;
};

/// One line, redrawn up to five times a second and erased at the end. Where it is asked for and standard
/// error is no terminal, a line of its own each second. Used by one thread at a time.
class Progress {
public:
    explicit Progress(ProgressOptions options);
    /// Erases the line, where done() was not called.
    ~Progress() { done(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Cheap enough for each block. Of `total` bytes `consumed` were read, and `records` records so far.
    void update(uint64_t consumed, std::optional<uint64_t> total, uint64_t records) {
        if (shown_) redraw(consumed, total, records);
    }
    void done();

private:
    using Clock = std::chrono::steady_clock;

    void redraw(uint64_t consumed, std::optional<uint64_t> total, uint64_t records);
    void draw(std::string line);

    ProgressOptions options_;
    bool shown_ = false;
    bool terminal_ = false;
    Clock::time_point began_{};
    Clock::time_point next_{};
    size_t drawn_ = 0; // columns of the line that stands there
};

/// The line: `1.2 GB of 3.4 GB (35 %), 2,100,000 records/s, 8 s left`.
std::string progress_line(uint64_t consumed, std::optional<uint64_t> total, uint64_t records, double seconds);

} // namespace rowkit
