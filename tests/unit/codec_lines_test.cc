// Lines as records of one column.
#include <doctest/doctest.h>

#include "base/error.h"
#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;
using Rows = std::vector<std::vector<std::string>>;

TEST_CASE("each line is a record, blank ones too, in blocks of any size") {
    std::string text = "\xEF\xBB\xBF" "one, \"two\"\r\n\n\tthree \r\nlast";
    for (size_t portion = 1; portion <= text.size(); ++portion) {
        CAPTURE(portion);
        Table table = read_text(text, {.from = FormatId::lines, .portion = portion});
        CHECK(table.header == std::vector<std::string>{"line"});
        CHECK(table.records == Rows{{"one, \"two\""}, {""}, {"\tthree "}, {"last"}});
        CHECK(table.line + table.raw == text);
        CHECK(table.dialect.newline == "\r\n");
        CHECK(
            read_text(text, {.from = FormatId::lines, .demand = {Demand::count}, .portion = portion}).count ==
            4);
    }
    CHECK(read_text("", {.from = FormatId::lines}).count == 0);
}

TEST_CASE("lines are written as text, several columns with TABs between") {
    CHECK(written_as(FormatId::lines, "a\n\"x \"\"y\"\"\"\nz\n") == "x \"y\"\nz\n");
    CHECK(written_as(FormatId::lines, "a,b\n1,2\n,\"\"\n") == "1\t2\n\t\n");
}

TEST_CASE("a record that would be two lines is refused by the name of its column") {
    CHECK_THROWS_WITH_AS(written_as(FormatId::lines, "a,b\n1,\"x\ny\"\n"),
                         "column \"b\": lines holds no newline, as in \"x\\ny\"", Error);
    CHECK_THROWS_AS(written_as(FormatId::lines, "a,b\n1,x\ty\n"), Error);
    CHECK_THROWS_AS(written_as(FormatId::lines, "a\n\"x\r\"\n"), Error);
    CHECK(written_as(FormatId::lines, "a\nx\ty\n") == "x\ty\n");
}
