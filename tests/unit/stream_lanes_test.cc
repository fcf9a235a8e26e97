// Blocks that pass through lanes.
#include "stream/lanes.h"

#include <atomic>
#include <doctest/doctest.h>
#include <thread>
#include <vector>

using namespace rowkit;

TEST_CASE("each lane is entered by one block after another, whoever brings them") {
    constexpr size_t lanes = 5, blocks = 500, threads = 4;
    Lanes all(lanes);
    std::vector<std::vector<uint64_t>> seen(lanes); // each belongs to its lane
    std::atomic<uint64_t> next = 0;
    std::vector<std::thread> workers;
    for (size_t i = 0; i < threads; ++i)
        workers.emplace_back([&] {
            for (uint64_t block; (block = next++) < blocks;)
                for (size_t lane = 0; lane < lanes; ++lane) {
                    all.enter(lane, block);
                    seen[lane].push_back(block);
                    all.leave(lane, block);
                }
        });
    for (std::thread& worker : workers) worker.join();
    for (const std::vector<uint64_t>& of_lane : seen) {
        REQUIRE(of_lane.size() == blocks);
        for (uint64_t block = 0; block < blocks; ++block) REQUIRE(of_lane[block] == block);
    }
}
