// Tests of io/file_source and io/peek.
#include "io_support.h"

#include <doctest/doctest.h>
#include <thread>

using namespace rowkit;
using namespace rowkit::test;

TEST_CASE("a file is read whole, with its size known and its place settable") {
    Folder folder;
    write_file(folder / "a", "0123456789");
    auto source = FdSource::open(folder / "a", -1);
    CHECK(source->total() == 10);
    CHECK(source->ready());
    CHECK(read_all(*source, 3).bytes == "0123456789");
    CHECK(source->consumed() == 10);
    CHECK(source->seek(7));
    CHECK(read_all(*source).bytes == "789");
}

TEST_CASE("a descriptor that stands inside its file begins there") {
    Folder folder;
    write_file(folder / "a", "0123456789");
    int fd = ::open((folder / "a").c_str(), O_RDONLY);
    ::lseek(fd, 4, SEEK_SET);
    FdSource source("a", fd, false);
    CHECK(source.total() == 6);
    CHECK(read_all(source).bytes == "456789");
    CHECK(source.seek(1));
    CHECK(read_all(source).bytes == "56789");
    ::close(fd);
}

TEST_CASE("bytes that were peeked are read afterwards, once") {
    Pipe pipe;
    pipe.put("a");
    std::thread writer([&] {
        for (std::string_view byte : {"b", "c", "d"}) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            pipe.put(byte);
        }
        pipe.close_write();
    });
    FdSource source("pipe", pipe.read_end(), false);
    const std::string peeked(source.peek([](std::string_view first) { return first.size() < 3; }));
    CHECK(peeked.size() >= 3); // the last byte may have come with the third
    CHECK(std::string_view("abcd").starts_with(peeked));
    CHECK(source.ready());
    CHECK(read_all(source).bytes == "abcd");
    writer.join();
}

TEST_CASE("seeking forgets what was peeked") {
    Folder folder;
    write_file(folder / "a", "0123456789");
    auto source = FdSource::open(folder / "a", -1);
    source->peek([](std::string_view first) { return first.size() < 3; });
    CHECK(source->seek(2));
    CHECK(read_all(*source).bytes == "23456789");
}

TEST_CASE("an empty pipe is not ready, one with bytes or without a writer is") {
    Pipe pipe;
    FdSource source("pipe", pipe.read_end(), false);
    CHECK_FALSE(source.total());
    CHECK_FALSE(source.seek(0));
    CHECK_FALSE(source.ready());
    pipe.put("x");
    CHECK(source.ready());
    char byte;
    CHECK(source.read(&byte, 1) == 1);
    CHECK_FALSE(source.ready());
    pipe.close_write();
    CHECK(source.ready());
    CHECK(source.read(&byte, 1) == 0);
}

TEST_CASE("an empty descriptor that doesn't block is waited for") {
    Pipe pipe;
    ::fcntl(pipe.read_end(), F_SETFL, O_NONBLOCK);
    FdSource source("pipe", pipe.read_end(), false);
    std::thread writer([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        pipe.put("x");
        pipe.close_write();
    });
    CHECK(read_all(source).bytes == "x");
    writer.join();
}

TEST_CASE("an output's reader that goes away ends a read that waits") {
    Pipe in, out;
    FdSource source("pipe", in.read_end(), false, out.write_end());
    std::thread reader([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        out.close_read();
    });
    char byte;
    CHECK_THROWS_AS(source.read(&byte, 1), ReaderGone);
    reader.join();
}

TEST_CASE("a read that waits can be interrupted") {
    Pipe pipe;
    FdSource source("pipe", pipe.read_end(), false);
    source.allow_interrupt();
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        source.interrupt();
    });
    char byte;
    CHECK(source.read(&byte, 1) == 0);
    other.join();
}

TEST_CASE("what can't be opened is an error of input and output that names it") {
    Folder folder;
    auto code_of = [](const std::string& path) {
        try {
            FdSource::open(path, -1);
        } catch (const Error& error) {
            CHECK(error.where() == path);
            return error.code();
        }
        return Exit::done;
    };
    CHECK(code_of(folder / "missing") == Exit::io);
    CHECK(code_of(folder / "") == Exit::io); // a directory
}

TEST_CASE("files of /proc, which say they are empty, are read") {
    auto source = FdSource::open("/proc/self/status", -1);
    CHECK_FALSE(source->total());
    CHECK(read_all(*source).bytes.starts_with("Name:"));
}
