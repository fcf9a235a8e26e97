// Memory in pieces of one size.
#include "base/chunks.h"

#include <cstring>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace rowkit;

TEST_CASE("what is kept in chunks stays where it is, and all memory comes back") {
    ChunkPool pool;
    {
        ChunkStore store(pool);
        std::vector<uint64_t> places;
        for (size_t i = 0; i < 5000; ++i) {
            const size_t size = i % 500 == 499 ? 100000 : i % 700;
            const uint64_t place = store.room(size, i % 2 ? 8 : 1);
            CHECK(place != 0);
            if (i % 2) CHECK(reinterpret_cast<uintptr_t>(store.at(place)) % 8 == 0);
            std::memset(store.at(place), static_cast<int>(i % 251), size);
            places.push_back(place);
        }
        for (size_t i = 0; i < places.size(); ++i) {
            const size_t size = i % 500 == 499 ? 100000 : i % 700;
            REQUIRE(std::string_view(store.at(places[i]), size) ==
                    std::string(size, static_cast<char>(i % 251)));
        }
        size_t bytes = 0;
        store.each_chunk([&](const char* from, const char* to) { bytes += static_cast<size_t>(to - from); });
        CHECK(bytes > 5000 * 300);
        CHECK(bytes <= pool.used());
    }
    CHECK(pool.used() == 0);
}

TEST_CASE("pieces that came back are given out again") {
    ChunkPool pool;
    char* first = pool.take(ChunkPool::chunk_size);
    pool.give_back(first, ChunkPool::chunk_size);
    CHECK(pool.take(ChunkPool::chunk_size) == first);
}
