// Tests of io/file_map.
#include "io/file_map.h"

#include "io_support.h"

#include <chrono>
#include <doctest/doctest.h>

using namespace rowkit;
using namespace rowkit::test;

namespace {

/// A file that was written to `ago`, however long this test is held up.
std::string file_written(std::chrono::minutes ago, const Folder& folder, std::string_view bytes) {
    const std::string path = folder / "a";
    write_file(path, bytes);
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - ago);
    return path;
}

/// A file that nobody has written to for a minute.
std::string resting_file(const Folder& folder, std::string_view bytes) {
    return file_written(std::chrono::minutes(1), folder, bytes);
}

} // namespace

TEST_CASE("a file that rests is mapped from where its descriptor stood, and outlives its source") {
    Folder folder;
    const std::string path = resting_file(folder, "0123456789");
    int fd = ::open(path.c_str(), O_RDONLY);
    ::lseek(fd, 4, SEEK_SET);
    auto source = std::make_unique<FdSource>("a", fd, false);
    const auto map = source->map();
    REQUIRE(map);
    source.reset();
    ::close(fd);
    CHECK(map->bytes() == "456789");
    CHECK_NOTHROW(map->check());
}

TEST_CASE("a file that was written to just now, an empty one and a pipe are not mapped") {
    Folder folder;
    CHECK_FALSE(FdSource::open(file_written(std::chrono::minutes(-1), folder, "0123456789"), -1)->map());
    CHECK_FALSE(FdSource::open(resting_file(folder, ""), -1)->map());
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    CHECK_FALSE(FdSource("pipe", ends[0], true).map());
    ::close(ends[1]);
}

TEST_CASE("a mapped file that is cut short reads as zeros, and the check tells") {
    Folder folder;
    const std::string path = resting_file(folder, std::string(100000, 'x'));
    const auto map = FdSource::open(path, -1)->map();
    REQUIRE(map);
    CHECK(map->bytes().back() == 'x');
    FileMap::let_go(map->bytes());
    REQUIRE(::truncate(path.c_str(), 10) == 0);
    CHECK(map->bytes()[0] == 'x');
    CHECK(map->bytes().back() == '\0');
    CHECK_THROWS_AS(map->check(), Error);
}

TEST_CASE("a mapped file that is written to is told, though it is as long as before") {
    Folder folder;
    const std::string path = resting_file(folder, "0123456789");
    const auto map = FdSource::open(path, -1)->map();
    REQUIRE(map);
    write_file(path, "9876543210");
    CHECK_THROWS_AS(map->check(), Error);
}

TEST_CASE("what is appended to a mapped file is no change, but another, longer content is") {
    Folder folder;
    const std::string path = resting_file(folder, "0123456789");
    const auto map = FdSource::open(path, -1)->map();
    REQUIRE(map);
    write_file(path, "0123456789 and more");
    CHECK_NOTHROW(map->check());
    write_file(path, "9876543210 and more");
    CHECK_THROWS_AS(map->check(), Error);
}
