// Records with keys that there was no room for.
#include "ops/group_table.h"
#include "ops/uniq_overflow.h"

#include <doctest/doctest.h>
#include <map>
#include <string>

using namespace rowkit;
using namespace rowkit::ops;

namespace {

constexpr uint64_t records = 3000, different = 700;

std::string key_of(uint64_t i) { return "key " + std::to_string(i * i % different); }

/// What comes of the records when memory is enough for a few keys at a time.
std::map<uint64_t, std::string> resolved(const UniqOptions& options, uint64_t memory) {
    ChunkPool pool;
    UniqShard shard(options, pool);
    const std::string number(options.count.empty() && options.number.empty() ? ""
                                                                             : options.to_be_numbered);
    for (uint64_t i = 0; i < records; ++i)
        shard.overflow(key_of(i), seeded_hash(key_of(i)), 0,
                       {"r" + std::to_string(i % 7), number + "," + std::to_string(i), i});
    std::map<uint64_t, std::string> written;
    for (const SortedRun& run : resolve(options, shard, memory)) {
        uint64_t last = 0;
        for (RunReader reader(run, nullptr); !reader.at_end(); reader.next()) {
            CHECK(reader.record().origin >= last);
            last = reader.record().origin;
            CHECK(written.try_emplace(last, reader.record().bytes).second);
        }
    }
    return written;
}

std::map<std::string, std::vector<uint64_t>> groups() {
    std::map<std::string, std::vector<uint64_t>> all;
    for (uint64_t i = 0; i < records; ++i) all[key_of(i)].push_back(i);
    return all;
}

UniqOptions options_with(auto change) {
    UniqOptions options;
    options.limits.memory = 1 << 20;
    change(options);
    return options;
}

} // namespace

TEST_CASE("records put aside come out right, however many rounds memory makes necessary") {
    for (const uint64_t memory : {1, 5000, 100000000}) {
        CAPTURE(memory);
        std::map<uint64_t, std::string> first, last, count, number;
        for (const auto& [key, rows] : groups()) {
            first[rows.front()] = "," + std::to_string(rows.front());
            last[rows.back()] = "," + std::to_string(rows.back());
            count[rows.front()] = std::to_string(rows.size()) + "," + std::to_string(rows.front());
            for (size_t i = 0; i < rows.size(); ++i)
                number[rows[i]] = std::to_string(i + 1) + "," + std::to_string(rows[i]);
        }
        CHECK(resolved(options_with([](UniqOptions&) {}), memory) == first);
        CHECK(resolved(options_with([](UniqOptions& o) { o.keep = UniqOptions::last; }), memory) == last);
        CHECK(resolved(options_with([](UniqOptions& o) { o.count = "n"; }), memory) == count);
        CHECK(resolved(options_with([](UniqOptions& o) { o.number = "n"; }), memory) == number);
    }
}

TEST_CASE("of records put aside the one with the least rank is chosen, and of those the first") {
    std::map<uint64_t, std::string> best;
    for (const auto& [key, rows] : groups()) {
        const uint64_t row = *std::ranges::min_element(rows, {}, [](uint64_t i) { return i % 7; });
        best[row] = "," + std::to_string(row);
    }
    CHECK(resolved(options_with([](UniqOptions& o) { o.keep = UniqOptions::best; }), 3000) == best);
}
