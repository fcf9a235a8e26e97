// What the tests of libcommon/io share: folders that go away, pipes that are fed, sources that dribble.
#pragma once

#include "base/error.h"
#include "io/file_source.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace rowkit::test {

/// A new folder, removed with all in it.
class Folder {
public:
    Folder() {
        std::string name = std::filesystem::temp_directory_path() / "rowkit-io-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string operator/(const std::string& name) const { return path_ / name; }
    size_t count() const {
        auto files = std::filesystem::directory_iterator(path_);
        return static_cast<size_t>(std::distance(begin(files), end(files)));
    }

private:
    std::filesystem::path path_;
};

inline void write_file(const std::string& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// All that a source gives, and the error that ends it, where there is one.
struct Outcome {
    std::string bytes;
    std::optional<Error> error;
    std::string reason() const { return error ? error->reason() : ""; }
};

inline Outcome read_all(Source& source, size_t room = 1000) {
    Outcome outcome;
    std::string block(room, '\0');
    try {
        while (size_t size = source.read(block.data(), room)) outcome.bytes.append(block, 0, size);
    } catch (const Error& error) {
        outcome.error = error;
    }
    return outcome;
}

/// A pipe; the end to read from is given away, that to write to is kept.
class Pipe {
public:
    Pipe() {
        ::signal(SIGPIPE, SIG_IGN); // as run() does
        REQUIRE(::pipe(ends_) == 0);
    }
    ~Pipe() {
        close_read();
        close_write();
    }
    int read_end() const { return ends_[0]; }
    int write_end() const { return ends_[1]; }
    void put(std::string_view bytes) const {
        REQUIRE(::write(ends_[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    void close_read() { close(ends_[0]); }
    void close_write() { close(ends_[1]); }

private:
    static void close(int& end) {
        if (end >= 0) ::close(end);
        end = -1;
    }
    int ends_[2];
};

/// Bytes as a file that gives at most `most` of them a read.
class Dribble : public FdSource {
public:
    Dribble(std::string_view bytes, size_t most) : FdSource("dribble", file_of(bytes), true), most_(most) {}

private:
    static int file_of(std::string_view bytes) {
        int fd = ::memfd_create("dribble", 0);
        REQUIRE(::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
        ::lseek(fd, 0, SEEK_SET);
        return fd;
    }
    size_t take(char* into, size_t room) override { return FdSource::take(into, std::min(room, most_)); }
    size_t most_;
};

/// Text that compresses somewhat, the same at each call.
inline std::string rows(size_t bytes) {
    std::string text;
    for (uint32_t i = 0, random = 1; text.size() < bytes; ++i) {
        random = random * 1664525 + 1013904223;
        text += std::to_string(i) + ",name" + std::to_string(random >> 20) + "," +
                std::to_string(random >> 8) + "\n";
    }
    text.resize(bytes);
    return text;
}

} // namespace rowkit::test
