// Keys and their groups.
#include "ops/group_table.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace rowkit::ops;

namespace {

KeyBytes key_of(const std::string& text, uint64_t hash) {
    return {text.data(), static_cast<uint32_t>(text.size()), hash, 0};
}

} // namespace

TEST_CASE("keys are numbered in the order in which they came, whatever their length") {
    GroupTable table;
    std::map<std::string, uint32_t> known;
    std::vector<std::string> texts;
    for (int i = 0; i < 5000; ++i)
        texts.push_back(std::string(static_cast<size_t>(i % 40), 'x') + std::to_string(i % 1777));
    for (uint64_t i = 0; i < texts.size(); ++i) {
        const uint32_t group = table.find_or_add(key_of(texts[i], seeded_hash(texts[i])), i);
        const auto [at, is_new] = known.try_emplace(texts[i], static_cast<uint32_t>(known.size()));
        REQUIRE(group == at->second);
        REQUIRE(table.key(group).text() == texts[i]);
        if (is_new) REQUIRE(table.first(group) == i);
    }
    CHECK(table.size() == known.size());
}

TEST_CASE("many keys at once are found as one by one") {
    GroupTable one, many;
    std::vector<std::string> texts;
    for (int i = 0; i < 20000; ++i) texts.push_back("key " + std::to_string(i * 7919 % 9973));
    std::vector<KeyBytes> keys;
    for (const std::string& text : texts) keys.push_back(key_of(text, seeded_hash(text)));
    std::vector<uint32_t> groups(keys.size());
    for (size_t from = 0; from < keys.size(); from += 512) {
        const size_t count = std::min<size_t>(512, keys.size() - from);
        many.find_or_add({keys.data() + from, count}, uint64_t{from}, groups.data() + from);
    }
    for (size_t i = 0; i < keys.size(); ++i) REQUIRE(groups[i] == one.find_or_add(keys[i], i));
}

TEST_CASE("keys whose hashes are all alike are still told apart") {
    GroupTable table;
    std::vector<std::string> texts;
    for (int i = 0; i < 300; ++i) texts.push_back(std::to_string(i));
    for (const std::string& text : texts) table.find_or_add(key_of(text, 42), 0);
    CHECK(table.size() == 300);
    for (uint32_t i = 0; i < 300; ++i) CHECK(table.find_or_add(key_of(texts[i], 42), 0) == i);
}

TEST_CASE("the first appearance is the least position, whatever came before it") {
    GroupTable table;
    const std::string text = "a";
    KeyBytes key = key_of(text, 1);
    key.forms = 2;
    table.find_or_add(key, 10);
    key.forms = 3;
    table.find_or_add(key, 5);
    key.forms = 4;
    table.find_or_add(key, 7);
    CHECK(table.first(0) == 5);
    CHECK(table.key(0).forms == 3);
}

TEST_CASE("runs of a key are groups of their own") {
    GroupTable table;
    const std::string a = "a", b = "b";
    const KeyBytes keys[] = {key_of(a, 1), key_of(a, 1), key_of(b, 2), key_of(a, 1)};
    uint32_t groups[4];
    table.add_runs(keys, 0, groups);
    CHECK(groups[1] == 0);
    CHECK(groups[2] == 1);
    CHECK(groups[3] == 2);
}
