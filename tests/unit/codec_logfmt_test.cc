// logfmt: quotes, escapes, keys without a value.
#include <doctest/doctest.h>

#include "base/error.h"
#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;
using Names = std::vector<std::string>;
using Rows = std::vector<std::vector<std::string>>;

TEST_CASE("logfmt values are plain, quoted, null or empty text") {
    std::string text =
        "level=info  msg=\"a \\\"b\\\" c\\n\" took=3ms flag\tnone= empty=\"\" url=http://x/?a=b\r\n";
    for (size_t portion = 1; portion <= text.size(); portion += 7) {
        Table table = read_text(text, {.from = FormatId::logfmt, .portion = portion});
        CHECK(table.header == Names{"level", "msg", "took", "flag", "none", "empty", "url"});
        CHECK(table.records == Rows{{"info", "a \"b\" c\n", "3ms", "<null>", "<null>", "", "http://x/?a=b"}});
        CHECK(table.raw == text);
        CHECK(table.dialect.newline == "\r\n");
    }
}

TEST_CASE("an escape that JSON does not know and a control character in quotes are themselves") {
    Table table = read_text("ok=\"\\u00e9\"\np=\"C:\\path\\x \\u12g4\" t=\"a\tb\" ok=\"\\\\d\"\n",
                            {.from = FormatId::logfmt});
    CHECK(table.records ==
          Rows{{"\xC3\xA9", "<missing>", "<missing>"}, {"\\d", "C:\\path\\x \\u12g4", "a\tb"}});
    // What a JSON writer is to copy must be JSON.
    Table again =
        read_text("p=\"C:\\path\" t=\"a\tb\"\n", {.from = FormatId::logfmt, .to = FormatId::logfmt});
    CHECK(again.written == "p=\"C:\\\\path\" t=\"a\\u0009b\"\n");
}

TEST_CASE("lines that are no logfmt are bad records") {
    How how{.from = FormatId::logfmt};
    CHECK(fault_of("a=\"b\n", how) == "a quoted value is not closed");
    CHECK(fault_of("a=\"b\\\"\n", how) == "a quoted value is not closed");
    CHECK(fault_of("a=\"b\"c\n", how) == "text right after a closing quote");
    CHECK(fault_of("a=b =c\n", how) == "a value without a key");
    CHECK(fault_of("say \"hello\"\n", how) == "a quote inside a key");
    CHECK(fault_of("a=b\"c\n", how) == "");
}

TEST_CASE("a quote that is open where the input ends is a truncation, even if bad records are skipped") {
    Table table = read_text("a=1\na=\"2", {.from = FormatId::logfmt, .read = {.on_bad = OnBad::skip}});
    REQUIRE(table.bad.size() == 1);
    CHECK(table.bad[0].truncated);
    table = read_text("a=1\na=\"2\n", {.from = FormatId::logfmt, .read = {.on_bad = OnBad::skip}});
    REQUIRE(table.bad.size() == 1);
    CHECK_FALSE(table.bad[0].truncated);
}

TEST_CASE("logfmt is quoted only where it has to be") {
    CHECK(written_as(FormatId::logfmt, "a,b,c,d,e\nx y,\"p\"\"q\",,\"\",k=v\n") ==
          "a=\"x y\" b=\"p\\\"q\" c= d=\"\" e=\"k=v\"\n");
    CHECK(written_as(FormatId::logfmt, "a\n\"1\n2\t\x01\"\nb\\c\n") == "a=\"1\\n2\\t\\u0001\"\na=b\\c\n");
}

TEST_CASE("what logfmt writes reads back as the same text") {
    std::string csv = "a,b\n", all;
    for (int byte = 1; byte < 256; ++byte)
        if (byte != '"')
            csv += "\"x" + std::string(1, static_cast<char>(byte)) + "\"," + std::to_string(byte) + "\n";
    csv += "\"\"\"\",\"\\\"\n\"\\u0041\",\"\\ \"\n";
    Table source = read_text(csv, {.from = FormatId::csv, .to = FormatId::logfmt});
    CHECK(read_text(source.written, {.from = FormatId::logfmt}).records == source.records);
}

TEST_CASE("a logfmt record is never an empty line, and keeps its own newline") {
    Table table = read_text("a=1\r\nb=2\na=\"3\"", {.from = FormatId::logfmt, .to = FormatId::logfmt});
    CHECK(table.written == "a=1\r\nb=2\na=\"3\"");
    table = read_text("a=1\nb=2\n",
                      {.from = FormatId::logfmt, .to = FormatId::logfmt, .demand = {Demand::columns, {"a"}}});
    CHECK(table.written == "a=1\na=\n");
}

TEST_CASE("a column name that is no key is refused") {
    CHECK_THROWS_WITH_AS(written_as(FormatId::logfmt, "user name\nx\n"),
                         "column \"user name\" can't be a key of logfmt", Error);
    CHECK_THROWS_AS(written_as(FormatId::logfmt, "a,\n1,2\n"), Error);
}
