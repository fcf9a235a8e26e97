// Rows that name their own keys: which columns there are, and what becomes of other keys.
#include <doctest/doctest.h>

#include "base/error.h"
#include "codec/keys.h"
#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;
using Names = std::vector<std::string>;
using Rows = std::vector<std::vector<std::string>>;

namespace {

/// Lines that fill the sample from which the columns are, then one with a key more.
std::string late_key() {
    std::string text;
    while (text.size() < key_sample_size) text += "a=1 b=2\n";
    return text + "a=1 b=2 late=3\n";
}

} // namespace

TEST_CASE("the columns are the keys of the first records, in order of appearance") {
    Table table = read_text("a=1 b=2\nb=3 c=4\n\na=5", {.from = FormatId::logfmt});
    CHECK(table.header == Names{"a", "b", "c"});
    CHECK(table.records ==
          Rows{{"1", "2", "<missing>"}, {"<missing>", "3", "4"}, {"5", "<missing>", "<missing>"}});
    CHECK(read_text("", {.from = FormatId::logfmt}).header.empty());
    CHECK(read_text("\n \n", {.from = FormatId::logfmt}).count == 0);
}

TEST_CASE("a key that a record has twice is two columns") {
    Table table = read_text("a=1 a=2 b=3\nb=4 a=5\n", {.from = FormatId::logfmt, .to = FormatId::logfmt});
    CHECK(table.header == Names{"a", "a", "b"});
    CHECK(table.records == Rows{{"1", "2", "3"}, {"5", "<missing>", "4"}});
    CHECK(table.written == "a=1 a=2 b=3\na=5 b=4\n");
}

TEST_CASE("a new key after the sample is an error that says what would mend it") {
    std::string text = late_key();
    Table table = read_text(text, {.from = FormatId::logfmt});
    REQUIRE(table.bad.size() == 1);
    CHECK(table.bad[0].reason ==
          "the key \"late\" is in none of the first records, from which the columns are");
    CHECK(table.bad[0].hint.find("--union") != std::string::npos);
    CHECK(table.bad[0].hint.find("--columns") != std::string::npos);
    CHECK(text.substr(table.bad[0].offset, table.bad[0].size) == "a=1 b=2 late=3\n");
    CHECK(table.records.size() == static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) - 1);
}

TEST_CASE("a new key passes where columns are chosen, all keys were looked for, or only bytes are wanted") {
    std::string text = late_key();
    CHECK(read_text(text, {.from = FormatId::logfmt, .read = {.columns = "b, a"}}).records.back() ==
          Names{"2", "1"});
    CHECK(read_text(text, {.from = FormatId::logfmt, .demand = {Demand::columns, {"b"}}}).records.back() ==
          Names{"2"});
    CHECK(read_text(text, {.from = FormatId::logfmt, .survey = true}).records.back() == Names{"1", "2", "3"});
    Table raw = read_text(text, {.from = FormatId::logfmt, .demand = {Demand::records}});
    CHECK(raw.bad.empty());
    CHECK(raw.raw == text);
    // Chosen columns are not the record's bytes, so the cells are there.
    How chosen{.from = FormatId::logfmt, .read = {.columns = "b"}, .demand = {Demand::records}};
    CHECK(read_text(text, chosen).records.back() == Names{"2"});
}

TEST_CASE("columns and their order do not depend on the portions in which the input comes") {
    std::string text = late_key();
    Table whole = read_text(text, {.from = FormatId::logfmt, .read = {.on_bad = OnBad::skip}});
    for (size_t portion : {1000u, 4096u, 65536u, 65537u}) {
        Table table =
            read_text(text, {.from = FormatId::logfmt, .read = {.on_bad = OnBad::skip}, .portion = portion});
        CHECK(table.header == whole.header);
        CHECK(table.records == whole.records);
        CHECK(table.bad.size() == 1);
    }
    std::string one_line = "k=" + std::string(2 * key_sample_size, 'x') + "\nl=1\n";
    CHECK(read_text(one_line, {.from = FormatId::logfmt, .read = {.on_bad = OnBad::skip}, .portion = 999})
              .header == Names{"k"});
    CHECK(read_text(one_line, {.from = FormatId::logfmt, .read = {.on_bad = OnBad::skip}}).header ==
          Names{"k"});
}

TEST_CASE("an unknown column is a usage error with the nearest name") {
    try {
        read_text("user=1 host=2\n", {.from = FormatId::logfmt, .demand = {Demand::columns, {"usr"}}});
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == Exit::usage);
        CHECK(error.reason() == "no column \"usr\"");
        CHECK(error.hint().find("\"user\"") != std::string::npos);
    }
    How optional{
        .from = FormatId::logfmt, .read = {.optional = true}, .demand = {Demand::columns, {"usr", "host"}}};
    CHECK(read_text("user=1 host=2\n", optional).records == Rows{{"<missing>", "2"}});
}

TEST_CASE("a bad record is left out, kept, or ends the reading") {
    std::string text = "a=1\nb\"=2\na=3\n";
    CHECK(read_text(text, {.from = FormatId::logfmt}).records == Rows{{"1"}});
    Table skipped = read_text(text, {.from = FormatId::logfmt, .read = {.on_bad = OnBad::skip}});
    CHECK(skipped.records == Rows{{"1"}, {"3"}});
    CHECK(skipped.raw == "a=1\na=3\n");
    CHECK(skipped.bad.size() == 1);
    Table kept = read_text(
        text, {.from = FormatId::logfmt, .read = {.on_bad = OnBad::keep}, .demand = {.keeps = true}});
    CHECK(kept.records == Rows{{"1"}, {"<missing>"}, {"3"}});
    CHECK(kept.raw == text);
}

TEST_CASE("what can be read as a key can be written as one") {
    for (std::string text : {"\xEF\xBB\xBF" "a\rb=1 \x01=2\r3 \xFF\n", "a:b=1 c\n"})
        CHECK(read_text(text, {.from = FormatId::logfmt, .to = FormatId::logfmt}).written.size() >=
              text.size());
    std::string text = "a\rb:1\x01 \r2\t\"c d\"=:\n";
    CHECK(read_text(text, {.from = FormatId::ltsv, .to = FormatId::ltsv}).written == text);
}

TEST_CASE("--columns takes names in backticks") {
    CHECK(split_names("a, b.c ,`odd, name`,`x``y`,``") == Names{"a", "b.c", "odd, name", "x`y", ""});
    CHECK_THROWS_AS(split_names("a,,b"), Error);
    CHECK_THROWS_AS(split_names("a,"), Error);
    CHECK_THROWS_AS(split_names("`a"), Error);
    CHECK_THROWS_AS(split_names("`a`b"), Error);
}
