// Writing NDJSON and JSON: what text becomes, types, nested objects.
#include <doctest/doctest.h>

#include "base/error.h"
#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;

namespace {

/// One record of cells written under these columns.
std::string write(const std::vector<Column>& columns, const std::vector<Cell>& cells,
                  const WriteOptions& options = {}, FormatId format = FormatId::ndjson) {
    Header header;
    header.columns = columns;
    auto encoder = format_of(format).encoder(format_of(format).dialect, options, header);
    std::vector<OutColumn> out_columns;
    for (const Cell& cell : cells) out_columns.push_back({-1, &cell});
    Layout layout;
    layout.records = 1;
    const Header none;
    const Dialect dialect;
    Buffer out;
    encoder->append(Batch(layout, none, dialect), Records(1), out_columns, out);
    return std::string(out.view());
}

WriteOptions typed(const std::string& type) {
    WriteOptions options;
    options.types = {type};
    return options;
}

std::string value_of(const Cell& cell, const WriteOptions& options = {}) {
    std::string line = write({{"a"}}, {cell}, options);
    return line.substr(5, line.size() - 7);
}

const Cell missing{};

} // namespace

TEST_CASE("text that looks like a plain number, true or false becomes that; other text a string") {
    CHECK(written_as(FormatId::ndjson,
                     "a,b\n1,x\n-2.50,true\n007,null\n1e5,\"5\"\n,\"\"\n.5,\"a \"\"b\"\"\"\n") ==
          "{\"a\":1,\"b\":\"x\"}\n{\"a\":-2.50,\"b\":true}\n{\"a\":\"007\",\"b\":\"null\"}\n"
          "{\"a\":\"1e5\",\"b\":5}\n{\"a\":null,\"b\":\"\"}\n{\"a\":\".5\",\"b\":\"a \\\"b\\\"\"}\n");
}

TEST_CASE("a number is told from text at any length, in a block and out of it") {
    for (std::string_view text :
         {"1", "-1", "12.5", "-0.5", "0", "123456789012345", "1234567890123456", "-123456789012345",
          "12345678901234567", "1234567.12345678", "-", "1.", ".1", "00", "-01", "1.2.3", "1-2", "0x",
          "2024-01-02", "1234567890123.4.", "falsetrue", "tru", "9223372036854775808123"}) {
        const std::string expected =
            text == "0" ||
                    (text.size() > 0 && text.find_first_not_of("0123456789.-") == text.npos && text != "-" &&
                     text != "1." && text != ".1" && text != "00" && text != "-01" && text != "1.2.3" &&
                     text != "1-2" && text != "2024-01-02" && text != "1234567890123.4.")
                ? std::string(text)
                : '"' + std::string(text) + '"';
        CHECK(value_of(Cell::of(text)) == expected);
        CHECK(written_as(FormatId::ndjson, "a\n" + std::string(text) + "\n") == "{\"a\":" + expected + "}\n");
    }
}

TEST_CASE("--strings leaves text a string, and JSON what it is") {
    WriteOptions strings;
    strings.strings = true;
    CHECK(value_of(Cell::of("1"), strings) == "\"1\"");
    CHECK(value_of({"1", 1, Form::json_number, '"'}, strings) == "1");
}

TEST_CASE("--type says what a column's cells are") {
    CHECK(value_of(Cell::of("1"), typed("a=string")) == "\"1\"");
    CHECK(value_of({"1.50", 4, Form::json_number, '"'}, typed("a=string")) == "\"1.50\"");
    CHECK(value_of({"[1]", 3, Form::json_nested, '"'}, typed("a=string")) == "\"[1]\"");
    CHECK(value_of(Cell::of("1e5"), typed("a=number")) == "1e5");
    CHECK(value_of({"\"7\"", 3, Form::json_string, '"'}, typed("a=number")) == "7");
    CHECK(value_of(Cell::of("true"), typed("a=bool")) == "true");
    CHECK(value_of(Cell::of("{\"x\": [1,\n2]}"), typed("a=json")) == "{\"x\":[1,2]}");
    CHECK(value_of({"", 0, Form::null, '"'}, typed("a=number")) == "null");
    CHECK(value_of(Cell::of("1"), typed("b=string")) == "1");
    for (auto [text, type] : {std::pair{"x", "a=number"}, {"007", "a=number"}, {"yes", "a=bool"},
                              {"{x}", "a=json"}, {"", "a=json"}, {"1 2", "a=json"}, {"[1}", "a=json"}})
        CHECK_THROWS_AS(value_of(Cell::of(text), typed(type)), Error);
    CHECK_THROWS_AS(value_of(Cell::of("1"), typed("a=strin")), Error);
    CHECK_THROWS_AS(value_of(Cell::of("1"), typed("a")), Error);
}

TEST_CASE("an error of type names the column and the value") {
    try {
        value_of(Cell::of("abc"), typed("a=number"));
        FAIL("it passed");
    } catch (const Error& error) {
        CHECK(error.code() == Exit::bad_data);
        CHECK(error.reason() == "column \"a\": \"abc\" is not a number as JSON writes it");
    }
}

TEST_CASE("missing keys are left out, nested columns are objects again") {
    const Cell one = Cell::of("1"), two = Cell::of("2");
    CHECK(write({{"a"}, {"b"}}, {missing, one}) == "{\"b\":1}\n");
    CHECK(write({{"a"}}, {missing}) == "{}\n");
    CHECK(write({}, {}) == "{}\n");
    const std::vector<Column> nested{{"u.a", {}, true}, {"x"}, {"u.v.b", {}, true}, {"u.v.c", {}, true}};
    CHECK(write(nested, {one, two, one, two}) == "{\"u\":{\"a\":1,\"v\":{\"b\":1,\"c\":2}},\"x\":2}\n");
    CHECK(write(nested, {missing, two, missing, one}) == "{\"u\":{\"v\":{\"c\":1}},\"x\":2}\n");
    CHECK(write(nested, {missing, missing, missing, missing}) == "{}\n");
    CHECK(write({{"u.a"}}, {one}) == "{\"u.a\":1}\n");
    WriteOptions unflatten;
    unflatten.unflatten = true;
    CHECK(write({{"u.a"}, {"k[0]"}, {"u"}}, {one, two, {"", 0, Form::null, '"'}}, unflatten) ==
          "{\"u\":{\"a\":1},\"k[0]\":2}\n");
}

TEST_CASE("keys are escaped") { CHECK(write({{"a\"\n"}}, {Cell::of("1")}) == "{\"a\\\"\\n\":1}\n"); }

TEST_CASE("a nested value with newlines is put on one line") {
    const std::string_view raw = "{\"a\":\n [1, \"x y\"]}";
    const Cell cell{raw.data(), static_cast<uint32_t>(raw.size()), Form::json_nested, '"'};
    CHECK(write({{"v"}}, {cell}) == "{\"v\":{\"a\":[1,\"x y\"]}}\n");
    CHECK(write({{"v"}}, {cell}, {}, FormatId::json) == ",\n{\"v\":" + std::string(raw) + "}");
}

TEST_CASE("quoted logfmt values are mended on their way") {
    const std::string_view raw = "\"a\tb\\x\"";
    const Cell cell{raw.data(), static_cast<uint32_t>(raw.size()), Form::json_string, '"'};
    CHECK(value_of(cell) == "\"a\\tb\\\\x\"");
}

TEST_CASE("a cell of a megabyte of quotes is written whole") {
    const std::string text(1 << 20, '"');
    CHECK(value_of(Cell::of(text)).size() == 2 * text.size() + 2);
}

TEST_CASE("a record from NDJSON keeps its newline, or has none") {
    CHECK(read_text("{\"a\":1}\r\n{\"a\":2}\n{\"a\":3}", {.from = FormatId::ndjson, .to = FormatId::ndjson,
                    .demand = {Demand::columns, {"a"}}}).written == "{\"a\":1}\r\n{\"a\":2}\n{\"a\":3}");
}

TEST_CASE("an empty stream is an empty array") {
    CHECK(read_text("a\n", {.from = FormatId::csv, .to = FormatId::json}).written == "[]\n");
}

TEST_CASE("a record that can't be written leaves nothing behind, and its line is told") {
    Header header;
    header.columns = {{"a"}};
    auto encoder =
        format_of(FormatId::ndjson).encoder(format_of(FormatId::ndjson).dialect, typed("a=number"), header);
    auto reader = format_of(FormatId::csv).reader(format_of(FormatId::csv).dialect, {}, {});
    Buffer text, out;
    text.append("1\n2\nx\n4\n");
    Buffer head;
    head.append("a\n");
    reader->start(head.view(), true);
    const OutColumn column{0};
    std::vector<BadRecord> bad;
    try {
        reader->indexer()->index(text.view(), true, [&](Batch& batch) {
            encoder->append(batch, batch.all(), {&column, 1}, out);
        }, bad);
        FAIL("it passed");
    } catch (const Error& error) {
        CHECK(error.where() == ":3");
    }
    CHECK(out.view() == "{\"a\":1}\n{\"a\":2}\n");
}
