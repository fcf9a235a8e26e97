#include "ops/piece_sort.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace rowkit;

namespace {

/// Pieces of keys that are their own records.
struct Pieces {
    Slabs memory;
    std::vector<ops::Piece> all;
    std::vector<std::string> keys;

    void add(const std::vector<std::string>& some) {
        std::string bytes;
        std::vector<uint32_t> ends;
        for (const std::string& key : some) {
            bytes += key + '\0';
            ends.push_back(static_cast<uint32_t>(bytes.size()));
            keys.push_back(key + '\0');
        }
        ops::Piece piece{all.size(), 0, static_cast<uint32_t>(some.size())};
        piece.keys = piece.records = memory.copy(bytes).data();
        piece.ends = piece.key_ends = reinterpret_cast<const uint32_t*>(
            memory.copy({reinterpret_cast<const char*>(ends.data()), ends.size() * sizeof(uint32_t)}).data());
        all.push_back(piece);
    }
};

} // namespace

TEST_CASE("records come out sorted and stable whatever their keys, the threads and the size of spans") {
    std::mt19937 dice(1);
    const std::vector<std::function<std::string(uint32_t)>> makes = {
        [&](uint32_t) { return std::to_string(dice()); },
        [&](uint32_t) { return std::string("same"); },
        [&](uint32_t) { return std::to_string(dice() % 5); },
        [&](uint32_t i) { return std::string(i % 300, 'k'); },
        [&](uint32_t) {
            return std::string(100, 'k') + std::to_string(dice() % 1000) + std::string(50, 'l') +
                   std::to_string(dice() % 3);
        },
        [&](uint32_t) {
            return dice() % 10 ? std::string(64, 'k') + std::to_string(dice() % 100) : std::to_string(dice());
        },
    };
    for (const auto& make : makes)
        for (const unsigned threads : {1U, 4U})
            for (const size_t span : {1UL, 50UL, 5000UL}) {
                Pieces pieces;
                uint32_t number = 0;
                for (const size_t count : {40000UL, 0UL, 1UL, 5000UL}) {
                    std::vector<std::string> some(count);
                    for (std::string& key : some) key = make(number++);
                    pieces.add(some);
                }
                std::vector<std::pair<std::string, uint64_t>> expected, got;
                size_t at = 0;
                for (const ops::Piece& piece : pieces.all)
                    for (uint32_t i = 0; i < piece.count; ++i)
                        expected.emplace_back(pieces.keys[at++], ops::place_of(piece.block, i));
                std::ranges::sort(expected);
                const ops::PieceSort sort(pieces.all, threads, span);
                for (size_t i = 0; i < sort.spans(); ++i) {
                    const std::span<const ops::SortItem> items = sort.order(i);
                    if (!sort.before(i) && !got.empty()) CHECK(got.back().first != sort.key(items[0]));
                    for (const ops::SortItem& item : items)
                        got.emplace_back(sort.key(item), sort.origin(item));
                }
                INFO("keys " << &make - makes.data() << ", threads " << threads << ", span " << span);
                CHECK(got == expected);
            }
}
