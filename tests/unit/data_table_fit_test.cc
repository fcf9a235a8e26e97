// How a line is shared out: the widest give first, none falls below its least, and the line is never too
// long.
#include <doctest/doctest.h>

#include "data/table_fit.h"

#include <algorithm>
#include <numeric>
#include <random>

using namespace rowkit;
using Widths = std::vector<size_t>;

namespace {

TableFit fit(std::vector<ColumnNeed> needs, size_t width, bool more = false) {
    return fit_columns(needs, more, width, 2, 4);
}

} // namespace

TEST_CASE("columns that fit are as wide as they are") {
    CHECK(fit({{5, 5}, {10, 8}}, 17).widths == Widths{5, 10});
    CHECK(fit({{5, 5}, {10, 8}}, 100).widths == Widths{5, 10});
    CHECK(fit({}, 10).widths.empty());
}

TEST_CASE("the widest columns give first") {
    CHECK(fit({{5, 5}, {10, 8}}, 16).widths == Widths{5, 9});
    CHECK(fit({{5, 5}, {30, 8}, {50, 8}}, 49).widths == Widths{5, 20, 20});
    CHECK(fit({{5, 5}, {30, 8}, {50, 8}}, 50).widths == Widths{5, 21, 20}); // what is odd goes to the first
    CHECK(fit({{20, 20}, {50, 8}, {50, 8}}, 44).widths == Widths{20, 10, 10}); // a least that is larger holds
}

TEST_CASE("where the least is too much the last columns go, with room to say so") {
    TableFit some = fit({{8, 8}, {8, 8}, {8, 8}, {8, 8}}, 30);
    CHECK(!some.all);
    CHECK(some.widths == Widths{8, 8});
    CHECK(fit({{8, 8}, {8, 8}, {8, 8}}, 28).all);
    CHECK(!fit({{8, 8}, {8, 8}, {8, 8}}, 34, true).all); // others behind them
}

TEST_CASE("the first column is shown in any width") {
    CHECK(fit({{8, 8}, {8, 8}}, 3).widths == Widths{3});
    CHECK(fit({{8, 8}}, 1).widths == Widths{1});
    CHECK(fit({{80, 8}}, 20).widths == Widths{20});
}

TEST_CASE("no line is too long, and no column is cut while another has more than it needs") {
    const unsigned seed = std::random_device()();
    INFO("seed ", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 5000; ++round) {
        std::vector<ColumnNeed> needs(1 + random() % 8);
        for (ColumnNeed& need : needs) {
            need.width = 1 + random() % 40;
            need.least = std::min<size_t>(need.width, 1 + random() % 12);
        }
        const size_t width = 1 + random() % 120;
        TableFit got = fit(needs, width);
        REQUIRE(!got.widths.empty());
        const size_t gaps = 2 * (got.widths.size() - 1);
        const size_t sum = std::accumulate(got.widths.begin(), got.widths.end(), gaps);
        REQUIRE(sum <= width);
        REQUIRE(got.all == (got.widths.size() == needs.size()));
        if (!got.all || needs[0].least > width) continue;
        bool cut = false;
        for (size_t i = 0; i < needs.size(); ++i) {
            REQUIRE(got.widths[i] <= needs[i].width);
            cut = cut || got.widths[i] < needs[i].width;
        }
        if (cut) REQUIRE(sum == width);
    }
}
