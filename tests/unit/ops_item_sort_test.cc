// Tests of ops/item_sort.
#include "ops/item_sort.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <random>
#include <vector>

using namespace rowkit::ops;

namespace {

bool is_as_the_library_sorts(size_t count, const std::function<uint64_t(size_t)>& prefix) {
    std::vector<SortItem> items;
    for (size_t i = 0; i < count; ++i) items.push_back({prefix(i), i});
    std::vector<SortItem> expected = items;
    std::ranges::stable_sort(expected, {}, &SortItem::prefix);
    sort_items(items);
    return std::ranges::equal(items, expected, [](const SortItem& a, const SortItem& b) {
        return a.prefix == b.prefix && a.place == b.place;
    });
}

} // namespace

TEST_CASE("items are sorted by prefix, and equal ones stay in order, however they are spread") {
    std::mt19937_64 random(1);
    for (size_t count : {0, 1, 2, 3, 24, 25, 100, 1000, 4097, 65536, 65537}) {
        CHECK(is_as_the_library_sorts(count, [&](size_t) { return random(); }));
        CHECK(is_as_the_library_sorts(count, [&](size_t) { return random() % 7; }));
        CHECK(is_as_the_library_sorts(count, [&](size_t) { return random() % 1000 + (uint64_t{1} << 63); }));
        CHECK(is_as_the_library_sorts(count, [&](size_t) { return uint64_t{5}; }));
        CHECK(is_as_the_library_sorts(count, [&](size_t i) { return i; }));
        CHECK(is_as_the_library_sorts(count, [&](size_t i) { return count - i; }));
        CHECK(is_as_the_library_sorts(count, [&](size_t i) { return i == 0 ? UINT64_MAX : random() % 100; }));
        CHECK(is_as_the_library_sorts(count, [&](size_t) { return random() >> random() % 64; }));
        CHECK(is_as_the_library_sorts(count, [&](size_t i) { return i % 2 ? UINT64_MAX : 0; }));
    }
}
