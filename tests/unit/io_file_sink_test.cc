// Tests of io/file_sink, io/atomic_file and open_sink.
#include "io/atomic_file.h"
#include "io/file_sink.h"
#include "io_support.h"

#include <cstring>
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>

using namespace rowkit;
using namespace rowkit::test;

namespace {

mode_t mode_of(const std::string& path) {
    struct stat status;
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

// The code of the Error that opening and filling `path` ends in.
Exit outcome_of(const std::string& path, std::string_view bytes = "x\n") {
    try {
        auto sink = open_sink({.path = path});
        sink->write(bytes);
        sink->commit();
    } catch (const Error& error) {
        CHECK(error.where() == path);
        return error.code();
    }
    return Exit::done;
}

} // namespace

TEST_CASE("a file appears at commit, whole, and not before") {
    Folder folder;
    AtomicFile sink(folder / "out");
    sink.write("abc");
    sink.flush();
    sink.write("def");
    CHECK_FALSE(std::filesystem::exists(folder / "out"));
    sink.commit();
    CHECK(read_file(folder / "out") == "abcdef");
    CHECK(sink.written() == 6);
    CHECK(folder.count() == 1);
}

TEST_CASE("an empty output is an empty file") {
    Folder folder;
    AtomicFile(folder / "out").commit();
    CHECK(std::filesystem::file_size(folder / "out") == 0);
}

TEST_CASE("without commit nothing is left and the old file stays") {
    Folder folder;
    write_file(folder / "old", "old");
    {
        AtomicFile replacing(folder / "old"), making(folder / "new");
        replacing.write("new");
        making.write("new");
    }
    CHECK(read_file(folder / "old") == "old");
    CHECK(folder.count() == 1);
}

TEST_CASE("a kill leaves nothing behind") {
    Folder folder;
    write_file(folder / "old", "old");
    pid_t child = ::fork();
    if (child == 0) {
        AtomicFile replacing(folder / "old"), making(folder / "new");
        replacing.write("new");
        making.write("new");
        ::raise(SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
    CHECK(read_file(folder / "old") == "old");
    CHECK(folder.count() == 1);
}

TEST_CASE("a file that is replaced keeps its mode, one that is new follows the umask") {
    Folder folder;
    for (mode_t mode : {0600, 0640, 0755, 0666}) {
        write_file(folder / "old", "old");
        ::chmod((folder / "old").c_str(), mode);
        CHECK(outcome_of(folder / "old") == Exit::done);
        CHECK(mode_of(folder / "old") == mode);
    }
    mode_t before = ::umask(027);
    CHECK(outcome_of(folder / "new") == Exit::done);
    ::umask(before);
    CHECK(mode_of(folder / "new") == 0640);
    CHECK(folder.count() == 2);
}

TEST_CASE("a file that is replaced keeps its owner, where that may be set") {
    if (::geteuid() != 0) return;
    Folder folder;
    write_file(folder / "old", "old");
    REQUIRE(::chown((folder / "old").c_str(), 12345, 54321) == 0);
    ::chmod((folder / "old").c_str(), 04751);
    CHECK(outcome_of(folder / "old") == Exit::done);
    struct stat status;
    ::stat((folder / "old").c_str(), &status);
    CHECK(status.st_uid == 12345);
    CHECK(status.st_gid == 54321);
    CHECK(mode_of(folder / "old") == 04751);
}

TEST_CASE("a reader of the old file keeps what it opened") {
    Folder folder;
    write_file(folder / "a", "old");
    std::ifstream reader(folder / "a");
    CHECK(outcome_of(folder / "a", "new") == Exit::done);
    std::string text;
    reader >> text;
    CHECK(text == "old");
}

TEST_CASE("a link stays a link, and what it leads to is replaced or made") {
    Folder folder;
    std::filesystem::create_directory(folder / "deep");
    write_file(folder / "deep/target", "old");
    std::filesystem::create_symlink("deep/target", folder / "link");
    std::filesystem::create_symlink("link", folder / "link-to-link");
    std::filesystem::create_symlink("deep/none", folder / "dangling");
    CHECK(outcome_of(folder / "link-to-link", "new") == Exit::done);
    CHECK(outcome_of(folder / "dangling", "made") == Exit::done);
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK(read_file(folder / "deep/target") == "new");
    CHECK(read_file(folder / "deep/none") == "made");
}

TEST_CASE("what is no regular file is written directly") {
    CHECK(outcome_of("/dev/null") == Exit::done);
    CHECK(outcome_of("/dev/full") == Exit::io);
    CHECK(std::filesystem::is_character_file("/dev/null"));
    Folder folder;
    REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
    std::string got;
    std::thread reader([&] { got = read_file(folder / "fifo"); });
    CHECK(outcome_of(folder / "fifo", "through") == Exit::done);
    reader.join();
    CHECK(got == "through");
}

TEST_CASE("an output that can't be is refused before any work") {
    Folder folder;
    std::filesystem::create_symlink("loop", folder / "loop");
    CHECK_THROWS_AS(open_sink({.path = folder / "none/out"}), Error);
    CHECK_THROWS_AS(open_sink({.path = folder / ""}), Error);
    CHECK_THROWS_AS(open_sink({.path = "/proc/none"}), Error);
    CHECK_THROWS_AS(open_sink({.path = folder / "loop"}), Error);
    CHECK(folder.count() == 1);
}

TEST_CASE("a long name can be written, one without a folder, too") {
    Folder folder;
    std::string name(255, 'n');
    CHECK(outcome_of(folder / name) == Exit::done);
    auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder / "");
    CHECK(outcome_of("plain") == Exit::done);
    CHECK(outcome_of("plain") == Exit::done);
    std::filesystem::current_path(before);
    CHECK(folder.count() == 2);
}

TEST_CASE("a pipe whose reader has gone throws ReaderGone, a full disk an error") {
    Pipe pipe;
    FdSink sink("pipe", pipe.write_end(), false);
    sink.write("x");
    pipe.close_read();
    CHECK_THROWS_AS(sink.write("x"), ReaderGone);
    FdSink closed("closed", -1, false);
    CHECK_THROWS_AS(closed.write("x"), Error);
    CHECK_NOTHROW(closed.commit()); // nothing was to be written, so nothing is lost
}

TEST_CASE("a pipe that doesn't block is waited for") {
    Pipe pipe;
    ::fcntl(pipe.write_end(), F_SETFL, O_NONBLOCK);
    std::string text = rows(5'000'000), got;
    std::thread reader([&] {
        FdSource source("pipe", pipe.read_end(), false);
        got = read_all(source).bytes;
    });
    FdSink sink("pipe", pipe.write_end(), false);
    sink.write(text);
    sink.commit();
    pipe.close_write();
    reader.join();
    CHECK(got == text);
}
