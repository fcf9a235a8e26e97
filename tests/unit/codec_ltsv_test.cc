// LTSV: labels, and what it can't hold.
#include <doctest/doctest.h>

#include "base/error.h"
#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;
using Names = std::vector<std::string>;
using Rows = std::vector<std::vector<std::string>>;

TEST_CASE("a label ends at the first colon and a value at the next TAB") {
    std::string text = "time:[1:02]\tq:\"a b\"\tnone:\n\ntime:x\t\n";
    for (size_t portion = 1; portion <= text.size(); ++portion) {
        Table table = read_text(text, {.from = FormatId::ltsv, .portion = portion});
        CHECK(table.header == Names{"time", "q", "none"});
        CHECK(table.records == Rows{{"[1:02]", "\"a b\"", "<null>"}, {"x", "<missing>", "<missing>"}});
        CHECK(table.raw == text);
    }
}

TEST_CASE("a field without a label is a bad record") {
    CHECK(fault_of("a:1\tb\n", {.from = FormatId::ltsv}) == "a field without a colon");
    CHECK(fault_of("a:1\t:b\n", {.from = FormatId::ltsv}) == "a value without a label");
}

TEST_CASE("LTSV leaves out what is missing and refuses what would read as more fields") {
    CHECK(written_as(FormatId::ltsv, "a,b\n1:2,\n") == "a:1:2\tb:\n");
    Table table = read_text("a:1\tb:2\nb:3", {.from = FormatId::ltsv, .to = FormatId::ltsv});
    CHECK(table.written == "a:1\tb:2\nb:3");
    CHECK_THROWS_WITH_AS(written_as(FormatId::ltsv, "a,b\n1,\"x\ty\"\n"),
                         "column \"b\": ltsv holds no TAB, as in \"x\\ty\"", Error);
    CHECK_THROWS_AS(written_as(FormatId::ltsv, "a\n\"x\ny\"\n"), Error);
    CHECK_THROWS_AS(written_as(FormatId::ltsv, "a:b\n1\n"), Error);
}
