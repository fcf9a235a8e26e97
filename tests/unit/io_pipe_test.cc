// Tests of io/pipe, with readers that are processes of their own: a process does not see its own locks.
#include "io/pipe.h"
#include "io/file_sink.h"
#include "io_support.h"

#include <cstring>
#include <doctest/doctest.h>
#include <random>
#include <set>
#include <string>
#include <sys/wait.h>
#include <vector>

using namespace rowkit;
using namespace rowkit::test;

namespace {

std::string read_exactly(int fd, size_t size) {
    std::string bytes(size, '\0');
    for (size_t at = 0; at < size;) {
        ssize_t got = ::read(fd, &bytes[at], size - at);
        if (got <= 0) return bytes.substr(0, at);
        at += static_cast<size_t>(got);
    }
    return bytes;
}

/// Another process that reads the pipe when it is told to, having announced itself.
class Reader {
public:
    explicit Reader(int data) {
        child_ = ::fork();
        if (child_ == 0) {
            announce_pipe_reader(data);
            write_all(back_.write_end(), ".", "back");
            back_.close_read();
            orders_.close_write(); // so that its end is seen
            for (size_t size; ::read(orders_.read_end(), &size, sizeof size) == sizeof size;)
                write_all(back_.write_end(), read_exactly(data, size), "back");
            ::_exit(0);
        }
        CHECK(read_exactly(back_.read_end(), 1) == ".");
    }
    ~Reader() {
        orders_.close_write();
        ::waitpid(child_, nullptr, 0);
    }
    std::string read(size_t size) {
        write_all(orders_.write_end(), {reinterpret_cast<const char*>(&size), sizeof size}, "orders");
        return read_exactly(back_.read_end(), size);
    }

private:
    Pipe orders_, back_;
    pid_t child_;
};

/// A pipe as large as those that tools make.
struct LargePipe : Pipe {
    LargePipe() {
        widen_pipe(write_end());
        REQUIRE(::fcntl(write_end(), F_GETPIPE_SZ) >= 1 << 20);
    }
};

Buffer filled(BufferPool& pool, size_t size, char with) {
    Buffer buffer = pool.take(size);
    buffer.resize(size);
    std::memset(buffer.data(), with, size);
    return buffer;
}

/// All that the pool has, which are taken from it.
std::set<const char*> all_of(BufferPool& pool) {
    std::set<const char*> found;
    for (;;) {
        Buffer buffer = pool.take(0);
        if (buffer.capacity() == 0) return found;
        found.insert(buffer.data());
        // Not freed, so that no later one is at the same place.
        static auto* kept = new std::vector<Buffer>;
        kept->push_back(std::move(buffer));
    }
}

constexpr size_t lendable = 100000;

/// The byte at a place of a stream, of which no two parts are alike.
char byte_at(uint64_t place) { return static_cast<char>((place * 0x9e3779b97f4a7c15) >> 56); }

} // namespace

TEST_CASE("to a reader that did not announce itself, and of few bytes, nothing is lent") {
    LargePipe pipe;
    PipeLoan loan(pipe.write_end());
    BufferPool pool;
    Buffer buffer = filled(pool, lendable, 'a');
    CHECK(loan.lend(buffer.view(), 0) == 0);
    Reader reader(pipe.read_end());
    CHECK(loan.lend(buffer.view().substr(0, 100), 0) == 0);
    CHECK(loan.lend(buffer.view(), 0) == lendable);
    CHECK(reader.read(lendable) == buffer.view());
}

TEST_CASE("a lent buffer comes back when its last byte has been read, and not before") {
    LargePipe pipe;
    Reader reader(pipe.read_end());
    PipeLoan loan(pipe.write_end());
    BufferPool pool;
    uint64_t written = 0;
    auto lend = [&](char with) {
        Buffer buffer = filled(pool, lendable, with);
        const char* place = buffer.data();
        written += loan.lend(buffer.view(), written);
        loan.take_back(std::move(buffer), pool);
        return place;
    };
    const char* first = lend('a');
    const char* second = lend('b');
    CHECK(second != first);
    CHECK(written == 2 * lendable);
    CHECK(reader.read(lendable - 1) == std::string(lendable - 1, 'a'));
    const char* third = lend('c');
    CHECK(all_of(pool).empty());
    CHECK(reader.read(1) == "a");
    lend('d');
    CHECK(all_of(pool) == std::set{first});
    CHECK(reader.read(2 * lendable) == std::string(lendable, 'b') + std::string(lendable, 'c'));
    lend('e');
    CHECK(all_of(pool) == std::set{second, third});
}

TEST_CASE("a buffer of which nothing was lent comes back at once") {
    LargePipe pipe;
    PipeLoan loan(pipe.write_end());
    BufferPool pool;
    Buffer buffer = filled(pool, lendable, 'a');
    const char* place = buffer.data();
    loan.take_back(std::move(buffer), pool);
    CHECK(all_of(pool) == std::set{place});
}

TEST_CASE("what another one than the known reader may have passed on is not used again") {
    LargePipe pipe, further;
    PipeLoan loan(pipe.write_end());
    BufferPool pool;
    uint64_t written = 0;
    const char* first = nullptr;
    {
        Reader reader(pipe.read_end());
        Buffer buffer = filled(pool, lendable, 'a');
        first = buffer.data();
        written += loan.lend(buffer.view(), written);
        loan.take_back(std::move(buffer), pool);
        reader.read(10);
    }
    // Pages, not copies of them.
    size_t moved = 0;
    while (moved < lendable - 10) {
        ssize_t some = ::splice(pipe.read_end(), nullptr, further.write_end(), nullptr, lendable, 0);
        REQUIRE(some > 0);
        moved += static_cast<size_t>(some);
    }
    Reader another(pipe.read_end());
    Buffer buffer = filled(pool, lendable, 'b');
    CHECK(buffer.data() != first);
    written += loan.lend(buffer.view(), written);
    loan.take_back(std::move(buffer), pool);
    CHECK(written == 2 * lendable);
    CHECK_FALSE(all_of(pool).contains(first));
    CHECK(read_exactly(further.read_end(), moved) == std::string(lendable - 10, 'a'));
    CHECK(another.read(lendable) == std::string(lendable, 'b'));
}

TEST_CASE("a slow reader gets what was written, whatever becomes of the buffers") {
    LargePipe pipe;
    const pid_t child = ::fork();
    if (child == 0) {
        std::mt19937 dice(2);
        pipe.close_write();
        announce_pipe_reader(pipe.read_end());
        std::string bytes(300000, '\0');
        for (uint64_t place = 0;;) {
            const ssize_t size = ::read(pipe.read_end(), bytes.data(), 1 + dice() % bytes.size());
            if (size <= 0) ::_exit(size == 0 && place > 0 ? 0 : 2);
            for (ssize_t i = 0; i < size; ++i)
                if (bytes[static_cast<size_t>(i)] != byte_at(place++)) ::_exit(1);
            if (dice() % 4 == 0) ::usleep(dice() % 2000);
        }
    }
    pipe.close_read();
    BufferPool pool;
    uint64_t place = 0;
    std::set<const char*> seen;
    {
        FdSink sink("pipe", pipe.write_end(), false);
        std::mt19937 dice(1);
        for (int round = 0; round < 300; ++round) {
            const size_t size = dice() % 3 ? dice() % 300000 : dice() % 1000, before = dice() % 5000;
            Buffer buffer = filled(pool, before + size, 'x');
            seen.insert(buffer.data());
            for (size_t i = 0; i < size; ++i) buffer.data()[before + i] = byte_at(place++);
            if (dice() % 8) sink.write_lasting(buffer.view().substr(before));
            else sink.write(buffer.view().substr(before));
            sink.take_back(std::move(buffer), pool);
        }
        CHECK(sink.written() == place);
    }
    CHECK(seen.size() < 100); // they do come back
    for (int i = 0; i < 30; ++i) filled(pool, 300000, 'y'); // what the sink has kept is used by nobody
    pipe.close_write();
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0); // 1: other bytes, 2: none
}

TEST_CASE("when its reader goes away while the pipe is full, lending ends") {
    Pipe pipe, ready;
    const pid_t child = ::fork();
    if (child == 0) {
        announce_pipe_reader(pipe.read_end());
        write_all(ready.write_end(), ".", "ready");
        ::usleep(50000);
        ::_exit(0);
    }
    CHECK(read_exactly(ready.read_end(), 1) == ".");
    pipe.close_read();
    Buffer buffer;
    buffer.resize(4 << 20);
    PipeLoan loan(pipe.write_end());
    CHECK(loan.lend(buffer.view(), 0) <= 1 << 20);
    ::waitpid(child, nullptr, 0);
    CHECK_THROWS_AS(write_all(pipe.write_end(), ".", "pipe"), ReaderGone);
}
