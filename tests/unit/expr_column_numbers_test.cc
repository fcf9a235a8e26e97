// The numbers of a column: each cell is given once, in its turn, as the number that it is by itself.
#include "expr/column_numbers.h"

#include "each_simd.h"

#include <optional>
#include <random>
#include <string>
#include <vector>

namespace rowkit::expr {
namespace {

/// A column of cells, one a line, with as many records as there are cells.
struct Column {
    Buffer text;
    std::vector<uint32_t> begins, ends;
    Header header;
    Dialect dialect;
    Layout layout;

    void add(std::string_view cell) {
        begins.push_back(static_cast<uint32_t>(text.size()));
        text.append(cell);
        ends.push_back(static_cast<uint32_t>(text.size()));
        text.push_back('\n');
    }
    Batch batch() {
        layout.text = text.view();
        layout.records = begins.size();
        layout.columns = 1;
        layout.begin = begins.data();
        layout.ends = ends.data();
        return {layout, header, dialect};
    }
};

TEST_CASE("numbers of a column come in order and as each cell is by itself, short or long, plain or quoted") {
    std::mt19937 random(3);
    const char* const kinds[] = {"1.25",  "-7",  "12345678", "123456789012", "-0.000000001", "",
                                 "\"5\"", "N/A", ".",        "3.",           "1e3"};
    with_each_simd([&] {
        for (int round = 0; round < 300; ++round) {
            Column column;
            // Stretches of one kind, so that both ways of reading have their turn.
            for (size_t records = random() % 400; column.begins.size() < records;) {
                const char* const kind = kinds[random() % std::size(kinds)];
                for (size_t i = 0, run = 1 + random() % 100; i < run; ++i)
                    column.add(random() % 8 ? kind : kinds[random() % std::size(kinds)]);
            }
            const Batch batch = column.batch();
            std::vector<uint32_t> rows;
            for (uint32_t i = 0; i < batch.size(); ++i)
                if (random() % 5) rows.push_back(i);
            std::vector<std::optional<Number>> found;
            each_number(
                batch, 0, rows,
                [&](size_t i, const Number& number) {
                    REQUIRE(i == found.size());
                    found.emplace_back(number);
                },
                [&](size_t i, const Cell& cell) {
                    REQUIRE(i == found.size());
                    REQUIRE(cell.raw() == batch.cell(rows[i], 0).raw());
                    found.emplace_back();
                });
            REQUIRE(found.size() == rows.size());
            for (size_t i = 0; i < rows.size(); ++i) {
                const Cell cell = batch.cell(rows[i], 0);
                CAPTURE(std::string(cell.raw()));
                Number alone;
                REQUIRE(found[i].has_value() == read_plain_number(cell, alone));
                if (!found[i]) continue;
                REQUIRE(*found[i] == alone);
                REQUIRE(found[i]->scale() == alone.scale());
            }
        }
    });
}

} // namespace
} // namespace rowkit::expr
