#include "ops/key_bits.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>
#include <string>
#include <vector>

using namespace rowkit;

TEST_CASE("prefixes of a set's keys compare as the keys do, or are equal") {
    std::mt19937 dice(1);
    int conclusive = 0;
    for (int round = 0; round < 3000; ++round) {
        const std::string common(dice() % 40, 'x');
        const size_t longest = 1 + dice() % 60, letters = 1 + dice() % 4;
        std::vector<std::string> stored; // with odd bytes behind each key
        std::vector<std::string_view> keys;
        const size_t count = 2 + dice() % 15;
        for (size_t i = 0; i < count; ++i) {
            std::string key = common;
            for (size_t left = dice() % longest; left > 0; --left)
                key.push_back(dice() % 8 ? 'b' : static_cast<char>(2 + (dice() % letters) * (dice() % 70)));
            stored.push_back(key + '\0' + std::string(8, static_cast<char>(dice())));
        }
        for (const std::string& each : stored) keys.emplace_back(each.data(), each.size() - 8);
        ops::KeyDifferences differences(keys[0], 0);
        for (std::string_view key : keys) differences.see_common(key);
        differences.narrow();
        for (std::string_view key : keys) differences.see_bits(key);
        const ops::KeyBits bits(differences);
        conclusive += bits.conclusive();
        for (std::string_view a : keys)
            for (std::string_view b : keys) {
                const uint64_t left = bits.prefix(a), right = bits.prefix(b);
                if (left < right) CHECK(a < b);
                if (left != right) continue;
                if (bits.conclusive()) CHECK(a == b);
                const size_t shared = std::min({bits.next(), a.size(), b.size()});
                CHECK(a.substr(0, shared) == b.substr(0, shared));
            }
    }
    CHECK(conclusive > 100);
    CHECK(conclusive < 2900);
}
