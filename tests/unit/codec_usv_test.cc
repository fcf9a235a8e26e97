// USV: marks as symbols and as control characters, in blocks of any size.
#include <doctest/doctest.h>

#include "base/error.h"
#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;
using Names = std::vector<std::string>;
using Rows = std::vector<std::vector<std::string>>;

#define US "\xE2\x90\x9F"
#define RS "\xE2\x90\x9E"

TEST_CASE("USV cells hold delimiters, quotes and newlines") {
    for (std::string text : {"a" US "b" RS "\n1,\"x\"" US "p\nq" RS "\n" US "2" RS "\n",
                             "a" US "b" RS "1,\"x\"" US "p\nq" RS US "2" RS,
                             "a" US "b" RS "\r\n1,\"x\"" US "p\nq" RS "\r\n" US "2",
                             "a\x1F" "b\x1E" "1,\"x\"\x1Fp\nq\x1E\x1F" "2\x1E",
                             "a" US "b" US RS "\n1,\"x\"" US "p\nq" US RS "\n" US "2" US RS "\n\n"}) {
        for (size_t portion = 1; portion <= text.size(); ++portion) {
            CAPTURE(text);
            CAPTURE(portion);
            Table table = read_text(text, {.from = FormatId::usv, .portion = portion});
            CHECK(table.header == Names{"a", "b"});
            CHECK(table.records == Rows{{"1,\"x\"", "p\nq"}, {"<null>", "2"}});
            CHECK(table.line + table.raw == text);
            CHECK(read_text(text, {.from = FormatId::usv, .demand = {Demand::count}, .portion = portion})
                      .count == 2);
        }
    }
}

TEST_CASE("USV is written back in the marks, newlines and record ends that it came in") {
    for (std::string text : {"a" US "b" RS "\n1" US "2" RS "\n", "a" US "b" RS "1" US RS,
                             "a\x1F" "b\x1E" "1\x1F" "2\x1E",
                             "a" US "b" US RS "\n" US "2" US RS "\n1" US US RS "\n"})
        CHECK(read_text(text, {.from = FormatId::usv, .to = FormatId::usv}).written == text);
    CHECK(written_as(FormatId::usv, "a,b\n\"x\ny\",\n") == "a" US "b" RS "\nx\ny" US RS "\n");
    CHECK_THROWS_WITH_AS(written_as(FormatId::usv, "a\nx" RS "y\n"),
                         "column \"a\": usv holds no record mark (U+241E), as in \"x" RS "y\"", Error);
}

TEST_CASE("a USV record with other than the header's cells is bad, padded, trimmed or kept") {
    std::string text = "a" US "b" RS "1" RS "1" US "2" US "3" RS "4" US "5" RS;
    CHECK(fault_of(text, {.from = FormatId::usv}) == "1 cell, the header has 2");
    Table skipped = read_text(text, {.from = FormatId::usv, .read = {.on_bad = OnBad::skip}});
    CHECK(skipped.records == Rows{{"4", "5"}});
    CHECK(skipped.bad.size() == 2);
    Table padded =
        read_text(text, {.from = FormatId::usv, .read = {.on_bad = OnBad::skip, .ragged = Ragged::pad}});
    CHECK(padded.records == Rows{{"1", "<null>"}, {"4", "5"}});
    Table trimmed =
        read_text(text, {.from = FormatId::usv, .read = {.on_bad = OnBad::skip, .ragged = Ragged::trim}});
    CHECK(trimmed.records == Rows{{"1", "2"}, {"4", "5"}});
    Table kept =
        read_text(text, {.from = FormatId::usv, .read = {.ragged = Ragged::keep}, .demand = {.keeps = true}});
    CHECK(kept.records == Rows{{"1", "<null>"}, {"1", "2"}, {"4", "5"}});
    CHECK(kept.line + kept.raw == text);
}

TEST_CASE("USV without a header, with a header only, and empty") {
    Table table = read_text("1" US "2" RS "3" US "4" RS, {.from = FormatId::usv, .header = false});
    CHECK(table.header == Names{"1", "2"});
    CHECK(table.count == 2);
    CHECK(read_text("a" US "b" RS "\n", {.from = FormatId::usv}).header == Names{"a", "b"});
    CHECK(read_text("a" US "b", {.from = FormatId::usv}).header == Names{"a", "b"});
    CHECK(read_text("", {.from = FormatId::usv}).header.empty());
}
