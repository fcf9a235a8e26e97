// Keys, each once.
#include "ops/group_table.h"
#include "ops/key_set.h"

#include <doctest/doctest.h>
#include <map>
#include <string>

using namespace rowkit;
using namespace rowkit::ops;

namespace {

KeySet::Key key_of(const std::string& text, uint64_t hash) {
    return {text.data(), static_cast<uint32_t>(text.size()), 0, hash};
}

std::vector<KeySet::Key> keys_of(const std::vector<std::string>& texts) {
    std::vector<KeySet::Key> keys;
    for (const std::string& text : texts) keys.push_back(key_of(text, seeded_hash(text)));
    for (uint32_t i = 0; i < keys.size(); ++i) keys[i].row = i;
    return keys;
}

} // namespace

TEST_CASE("a key is fresh once, whatever its length, and what stands beside it stays") {
    std::vector<std::string> texts;
    for (size_t i = 0; i < 60000; ++i) {
        const size_t number = i * 7919 % 39989;
        texts.push_back(std::to_string(number) +
                        std::string(number % 1000 == 1 ? number : number % 300, 'x'));
    }
    texts.push_back("");
    texts.push_back("");
    ChunkPool pool;
    KeySet keys(pool, 8);
    std::map<std::string, uint64_t> known;
    keys.find_or_add(keys_of(texts), [&](const KeySet::Key& key, char* beside, bool fresh) {
        const auto [at, is_new] = known.try_emplace(std::string(key.text()), key.row);
        REQUIRE(fresh == is_new);
        uint64_t row = key.row;
        if (fresh) std::memcpy(beside, &row, sizeof row);
        std::memcpy(&row, beside, sizeof row);
        REQUIRE(row == at->second);
    });
    CHECK(keys.size() == known.size());
    size_t listed = 0;
    keys.each([&](const char* beside) {
        uint64_t row;
        std::memcpy(&row, beside, sizeof row);
        listed += known.at(texts[row]) == row;
    });
    CHECK(listed == known.size());
}

TEST_CASE("what is only looked for is not added") {
    ChunkPool pool;
    KeySet keys(pool);
    const std::vector<std::string> texts{"a", "b"}, others{"b", "c", "a"};
    size_t there = 0;
    const auto count = [&](const KeySet::Key&, const char* beside, bool fresh) {
        there += beside != nullptr;
        CHECK(!fresh);
    };
    keys.find(keys_of(others), count);
    CHECK(there == 0);
    keys.find_or_add(keys_of(texts), [](const KeySet::Key&, const char*, bool) {});
    keys.find(keys_of(others), count);
    CHECK(there == 2);
    CHECK(keys.size() == 2);
}

TEST_CASE("keys whose hashes are all alike are still told apart, in a set of few pages") {
    ChunkPool pool;
    KeySet keys(pool);
    std::vector<std::string> texts;
    for (int i = 0; i < 2000; ++i) texts.push_back(std::to_string(i % 1000));
    size_t fresh = 0;
    for (const uint64_t hash : {uint64_t{0}, ~uint64_t{0}})
        for (const std::string& text : texts) {
            const KeySet::Key key = key_of(text, hash);
            keys.find_or_add({&key, 1},
                             [&](const KeySet::Key&, const char*, bool is_fresh) { fresh += is_fresh; });
        }
    CHECK(fresh == 2000);
}

TEST_CASE("a key of 19 bytes costs less than 36") {
    ChunkPool pool;
    {
        KeySet keys(pool);
        for (size_t from = 0; from < 1000000; from += 1000) {
            std::vector<std::string> texts;
            for (size_t i = from; i < from + 1000; ++i)
                texts.push_back(std::to_string(uint64_t{1000000000000000000} + i));
            keys.find_or_add(keys_of(texts), [](const KeySet::Key&, const char*, bool) {});
        }
        CHECK(pool.used() < 36 * keys.size());
    }
    CHECK(pool.used() == 0);
}
