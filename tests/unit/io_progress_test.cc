// Tests of io/progress.
#include "io/progress.h"
#include "io_support.h"

#include <doctest/doctest.h>
#include <pty.h>

using namespace rowkit;
using namespace rowkit::test;

namespace {

using Clock = std::chrono::steady_clock;

// The time that the tests go by: a machine that is busy elsewhere does not change what shows.
Clock::time_point time_now;
Clock::time_point told_time() { return time_now; }
void pass(std::chrono::milliseconds time) { time_now += time; }

std::string drain(int fd) {
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
    char bytes[4096];
    ssize_t size = ::read(fd, bytes, sizeof bytes);
    return size > 0 ? std::string(bytes, static_cast<size_t>(size)) : "";
}

} // namespace

TEST_CASE("the line tells bytes, share, pace and time left") {
    CHECK(progress_line(1'200'000'000, 3'400'000'000, 10'500'000, 5) ==
          "1.2 GB of 3.4 GB (35 %), 2,100,000 records/s, 9 s left");
    CHECK(progress_line(999, {}, 10, 1) == "999 B, 10 records/s");
    CHECK(progress_line(0, 100, 0, 1) == "0 B of 100 B (0 %), 0 records/s");
    CHECK(progress_line(1, 100'000, 1000, 1).ends_with("1,000 records/s, 27:46 h left"));
    CHECK(progress_line(1, 1000, 1000, 1).ends_with("16:39 min left"));
    CHECK(progress_line(200, 100, 1, 1).ends_with("0 s left"));
}

TEST_CASE("on a terminal one line is redrawn and erased") {
    int terminal, other;
    REQUIRE(::openpty(&terminal, &other, nullptr, nullptr, nullptr) == 0);
    Pipe output;
    {
        Progress progress({ProgressOptions::Show::always, other, output.write_end(), told_time});
        progress.update(1, 100, 1);
        CHECK(drain(terminal).empty());
        pass(std::chrono::milliseconds(220));
        progress.update(50, 100, 1);
        progress.update(51, 100, 1);
        std::string drawn = drain(terminal);
        CHECK(drawn.starts_with("\r50 B of 100 B (50 %)"));
        CHECK(drawn.find('\n') == std::string::npos);
        CHECK(drawn.rfind('\r') == 0);
    }
    std::string erased = drain(terminal);
    CHECK(erased.find_first_not_of("\r ") == std::string::npos);
    CHECK(erased.size() > 20);
    ::close(terminal);
    ::close(other);
}

TEST_CASE("where standard error is no terminal nothing shows by itself, and lines where asked for") {
    Pipe error, output;
    Progress quiet({ProgressOptions::Show::by_itself, error.write_end(), output.write_end(), told_time});
    Progress asked({ProgressOptions::Show::always, error.write_end(), output.write_end(), told_time});
    Progress never({ProgressOptions::Show::never, error.write_end(), output.write_end(), told_time});
    pass(std::chrono::milliseconds(220));
    quiet.update(50, 100, 1);
    never.update(50, 100, 1);
    CHECK(drain(error.read_end()).empty());
    asked.update(50, 100, 1);
    asked.done();
    CHECK(drain(error.read_end()).ends_with("left\n"));
}
