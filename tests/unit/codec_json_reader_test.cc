// Reading NDJSON and JSON: records, columns, shapes, and what is wrong with bad ones.
#include <doctest/doctest.h>

#include "base/error.h"
#include "codec_formats.h"

using namespace rowkit;
using namespace rowkit::testing;
using Rows = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;

namespace {

constexpr FormatId nd = FormatId::ndjson, js = FormatId::json;

ReadOptions flat() {
    ReadOptions read;
    read.flat = true;
    return read;
}
ReadOptions on_bad(OnBad what) {
    ReadOptions read;
    read.on_bad = what;
    return read;
}
Demand columns(Names names) { return {Demand::columns, std::move(names)}; }

std::string nested(size_t depth) {
    return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}\n";
}

/// Bytes in, bytes out, whatever the portions.
void check_identity(std::string_view text, FormatId format) {
    for (size_t portion : {size_t{1}, size_t{2}, size_t{5}, size_t{1000}}) {
        Table table = read_text(text, {.from = format, .demand = {Demand::records}, .portion = portion});
        std::string_view head = text.substr(0, text.size() - std::min(text.size(), table.raw.size()));
        CHECK_MESSAGE(std::string(head) + table.raw == text, text, portion);
        CHECK(table.bad.empty());
    }
}

} // namespace

TEST_CASE("the bytes of records make up the input") {
    for (std::string_view text : {"{\"a\":1}\n", "{\"a\":1}", "\n\n{\"a\":1}\r\n \t\n{\"b\":[1,2]}\n\n  ", "",
                                  "\n", "\xEF\xBB\xBF{}\n{}"})
        check_identity(text, nd);
    for (std::string_view text : {"[]", "[{\"a\":1}]", " [ {\"a\":1} , {\"b\":\"]}\"}\n]\n", "{\"a\":1}",
                                  "{}{}\n\n{\"a\":[{}]} ", "", "\xEF\xBB\xBF[\n{}\n]"})
        check_identity(text, js);
}

TEST_CASE("blank lines are no records") {
    CHECK(read_text("\n{}\n \r\n{}\n\n", {.from = nd, .demand = {Demand::count}}).count == 2);
    CHECK(read_text("\n\n", {.from = nd, .demand = {Demand::count}}).count == 0);
    CHECK(read_text("[{},{}, {}]", {.from = js, .demand = {Demand::count}}).count == 3);
    CHECK(read_text("{} {}", {.from = js, .demand = {Demand::count}}).count == 2);
    CHECK(read_text("[ ]", {.from = js, .demand = {Demand::count}}).count == 0);
}

TEST_CASE("counting notices that the last record is cut short") {
    Table table = read_text("{\"a\":1}\n{\"a\":", {.from = nd, .demand = {Demand::count}});
    CHECK(table.count == 1);
    REQUIRE(table.bad.size() == 1);
    CHECK(table.bad[0].truncated);
    CHECK(table.bad[0].offset == 8);
}

TEST_CASE("nested objects flatten to columns in the order of their first appearance") {
    Table table = read_text(R"({"id":1,"user":{"name":"a b","tags":[1, 2]},"e":{}}
{"user":{"age":5,"name":null},"id":"x\n","new":true}
)", {.from = nd, .read = flat()});
    CHECK(table.header == Names{"id", "user.name", "user.tags", "e", "user.age", "new"});
    CHECK(table.records == Rows{{"1", "a b", "[1, 2]", "{}", "<missing>", "<missing>"},
                                {"x\n", "<null>", "<missing>", "<missing>", "5", "true"}});
}

TEST_CASE("a null where other records have an object is no column") {
    Table table = read_text("{\"u\":null,\"v\":null}\n{\"u\":{\"a\":1}}\n", {.from = nd, .read = flat()});
    CHECK(table.header == Names{"v", "u.a"});
    CHECK(table.records == Rows{{"<null>", "<missing>"}, {"<missing>", "1"}});
}

TEST_CASE("odd keys flatten to names that read back as paths") {
    CHECK(read_text("{\"a.b\":1,\"c\":{\"d.e\":2,\"\":3}}", {.from = nd, .read = flat()}).header ==
          Names{"a.b", "c.`d.e`", "c.``"});
}

TEST_CASE("a key that is new after the first records is bad, and --union and --columns help") {
    std::string text;
    for (int i = 0; i < 9000; ++i) text += "{\"a\":{\"b\":1}}\n";
    const std::string late = "{\"a\":{\"c\":1}}\n";
    Table table = read_text(text + late, {.from = nd, .read = flat()});
    REQUIRE(table.bad.size() == 1);
    CHECK(table.bad[0].reason.starts_with("the key \"a.c\" is in none of the first records"));
    CHECK(table.bad[0].hint.find("--union") != std::string::npos);
    CHECK(table.records.size() == 9000);

    CHECK(read_text(text + late, {.from = nd, .read = flat(), .survey = true}).header == Names{"a.b", "a.c"});
    CHECK(
        fault_of(text + "{\"a\":5}\n", {.from = nd, .read = flat()}).starts_with("the key \"a\" is in none"));
    ReadOptions named = flat();
    named.columns = "x,a.c";
    table = read_text(text + late, {.from = nd, .read = named});
    CHECK(table.header == Names{"x", "a.c"});
    CHECK(table.records.back() == Names{"<missing>", "1"});
}

TEST_CASE("columns are top-level keys, else paths, and only they are looked at") {
    const std::string_view text = R"({"a":{"b":[{"c":1},{"c":"x"}]},"a.d":2,"z":1}
{"a":{"d":3},"z":nonsense}
)";
    Table table = read_text(text, {.from = nd, .demand = columns({"a.b[1].c", "a.d", "a"})});
    CHECK(table.header == Names{"a.b[1].c", "a.d", "a"});
    CHECK(table.records ==
          Rows{{"x", "2", R"({"b":[{"c":1},{"c":"x"}]})"}, {"<missing>", "<missing>", R"({"d":3})"}});
    CHECK(read_text(text, {.from = nd, .demand = columns({"z"})}).bad[0].reason.find("neither a string") !=
          std::string::npos);
}

TEST_CASE("keys match however their characters are written, and the first of two counts") {
    Table table = read_text(R"({"\u0061\/":1,"a/":2,"é":3})", {.from = nd, .demand = columns({"a/", "é"})});
    CHECK(table.records == Rows{{"1", "3"}});
}

TEST_CASE("an object with many keys is looked up all the same") {
    std::string text = "{", expected;
    Names names;
    for (int i = 0; i < 100; ++i) {
        text += (i ? ",\"key" : "\"key") + std::to_string(i) + "\":" + std::to_string(i);
        if (i % 7 == 0) names.insert(names.begin(), "key" + std::to_string(i));
    }
    Table table = read_text(text + ",\"\\u006bey\":0}", {.from = nd, .demand = columns(names)});
    REQUIRE(table.records.size() == 1);
    for (size_t i = 0; i < names.size(); ++i) CHECK("key" + table.records[0][i] == names[i]);
}

TEST_CASE("a column that no sampled record has is an error that offers a near one") {
    try {
        read_text("{\"name\":1}\n", {.from = nd, .demand = columns({"nmae"})});
        FAIL("it passed");
    } catch (const Error& error) {
        CHECK(error.code() == Exit::usage);
        CHECK(error.reason() == "no column \"nmae\"");
        CHECK(error.hint().find("\"name\"") != std::string::npos);
    }
    ReadOptions optional;
    optional.optional = true;
    CHECK(read_text("{\"name\":1}\n", {.from = nd, .read = optional, .demand = columns({"nmae"})}).records ==
          Rows{{"<missing>"}});
    CHECK(read_text("", {.from = nd, .demand = columns({"nmae"})}).header == Names{"nmae"});
}

TEST_CASE("every record has its own keys where JSON is written, whatever the blocks") {
    const std::string_view text = R"({"a":1,"b":2}
{"b":3,"a":4}
{}
{"a":5,"b":[6]}
{"a":5,"a":{}}
)";
    for (size_t portion : {size_t{1}, size_t{20}, size_t{1000}})
        CHECK(read_text(text, {.from = nd, .portion = portion}).records ==
              Rows{{"1", "2"}, {"3", "4"}, {}, {"5", "[6]"}, {"5", "{}"}});
}

TEST_CASE("ten thousand shapes are read like two") {
    std::string text;
    for (int i = 0; i < 10000; ++i) text += "{\"k" + std::to_string(i) + "\":" + std::to_string(i) + "}\n";
    Table table = read_text(text, {.from = nd});
    REQUIRE(table.records.size() == 10000);
    for (size_t i = 0; i < 10000; ++i) CHECK(table.records[i] == Names{std::to_string(i)});
}

TEST_CASE("what is wrong with a record is said, with its place") {
    auto fault = [](std::string_view text) {
        return fault_of(text, {.from = nd, .demand = {Demand::records}});
    };
    CHECK(fault("[1]\n") == "it is not a JSON object");
    CHECK(fault("x\n") == "it is not a JSON object");
    CHECK(fault("{\"a\":1\n{\"b\":2}\n") == "the object is not closed");
    CHECK(fault("{\"a\":\n1}\n") == "the object is not closed");
    CHECK(fault("{\"a\":1}}\n") == "there is text after the object (byte 8 of the record)");
    CHECK(fault("{\"a\":1} {}\n") == "there is text after the object (byte 9 of the record)");
    CHECK(fault("{\"a\" 1}\n") == "a colon is missing after a key (byte 6 of the record)");
    CHECK(fault("{\"a\":1 \"b\":2}\n") == "a comma or a closing brace is missing (byte 8 of the record)");
    CHECK(fault("{\"a\":[1,2}}\n") == "a comma or a closing bracket is missing (byte 10 of the record)");
    CHECK(fault("{\"a\":,}\n") == "a value is missing (byte 6 of the record)");
    CHECK(fault("{\"a\":1,}\n") == "a key in double quotes is missing (byte 8 of the record)");
    CHECK(fault("{a:1}\n") == "a key in double quotes is missing (byte 2 of the record)");
    CHECK(fault("{\"a\":\"x}\n{}\n") == "a string is not closed");
    CHECK(fault("{\"a\":\"x\ty\"}\n") == "a string holds a control character that is not escaped");
    CHECK(fault("{\"a\":bogus}\n") == ""); // no one asked for it
}

TEST_CASE("--strict looks at every value") {
    auto fault = [](std::string_view text) {
        ReadOptions strict;
        strict.strict = true;
        return fault_of(text, {.from = nd, .read = strict, .demand = {Demand::records}});
    };
    CHECK(fault("{\"a\":[1,-2.5e10,true,false,null,\"\\u00e9\\n\"]}\n") == "");
    CHECK(fault("{\"a\":123456789012345678901234567890}\n") == "");
    CHECK(fault("{\"a\":[bogus]}\n").starts_with("a value is neither a string"));
    CHECK(fault("{\"a\":01}\n").starts_with("a value is neither a string"));
    CHECK(fault("{\"a\":\"\\x\"}\n").starts_with("a string holds an escape"));
    CHECK(fault("{\"\\u12g4\":1}\n").starts_with("a string holds an escape"));
    CHECK(fault("{}\n{\"a\":\"\xFF\"}\n") == "it is not UTF-8");
}

TEST_CASE("text that is not UTF-8 passes") {
    Table table = read_text("{\"a\":\"\xFF\xC3\"}\n{\"a\":\"\xF0\"}\n", {.from = nd});
    CHECK(table.records == Rows{{"\xFF\xC3"}, {"\xF0"}});
}

TEST_CASE("nesting of 1024 levels passes, of more is bad, of 100,000 no harm") {
    for (Demand demand : {Demand{Demand::records}, Demand{}, columns({"a"}), columns({"a[0][0].b"})}) {
        ReadOptions passing = on_bad(OnBad::skip); // a first record that is bad is else told at once
        passing.optional = true;
        const How how{.from = nd, .read = passing, .demand = demand};
        CHECK(fault_of(nested(1024), how) == "");
        CHECK(fault_of(nested(1025), how).starts_with("nested deeper than 1024 levels"));
        CHECK(fault_of(nested(100000), how).starts_with("nested deeper than 1024 levels"));
    }
    std::string objects, closing;
    for (int i = 0; i < 1500; ++i) objects += "{\"a\":", closing += '}';
    CHECK(fault_of("{}\n" + objects + "1" + closing, {.from = nd, .read = flat()})
              .starts_with("nested deeper"));
}

TEST_CASE("bad records are skipped or kept as asked for, but a cut off one never") {
    const std::string_view text = "{\"a\":1}\n{\"a\":}\n{\"a\":\"x\n{\"a\":4}\n";
    Table table = read_text(text, {.from = nd, .read = on_bad(OnBad::skip)});
    CHECK(table.records == Rows{{"1"}, {"4"}});
    CHECK(table.raw == "{\"a\":1}\n{\"a\":4}\n");
    CHECK(table.bad.size() == 2);
    table = read_text(text, {.from = nd, .read = on_bad(OnBad::keep), .demand = {.keeps = true}});
    CHECK(table.records == Rows{{"1"}, {}, {}, {"4"}});
    CHECK(table.raw == text);
    table = read_text(text, {.from = nd,
                             .read = on_bad(OnBad::keep),
                             .demand = {.kind = Demand::columns, .names = {"a"}, .keeps = true}});
    CHECK(table.records == Rows{{"1"}, {"<missing>"}, {"<missing>"}, {"4"}});
    // Where its bytes are not kept, nothing is.
    CHECK(read_text(text, {.from = nd, .read = on_bad(OnBad::keep), .demand = columns({"a"})}).records ==
          Rows{{"1"}});
    CHECK(read_text(text, {.from = nd}).records == Rows{{"1"}});
    table = read_text("{\"a\":1,}\n{\"b\":2}\n{\"a\":3}\n",
                      {.from = nd, .read = on_bad(OnBad::skip), .demand = columns({"a", "b"})});
    CHECK(table.records == Rows{{"<missing>", "2"}, {"3", "<missing>"}}); // nothing of the bad one stays
    for (OnBad what : {OnBad::skip, OnBad::keep}) {
        table = read_text("{\"a\":1}\n{\"a\":\"", {.from = nd, .read = on_bad(what)});
        CHECK(table.records == Rows{{"1"}});
        REQUIRE(table.bad.size() == 1);
        CHECK(table.bad[0].truncated);
    }
}

TEST_CASE("an array whose structure is broken is bad, whatever the blocks") {
    auto fault = [](std::string_view text) {
        std::string said = fault_of(text, {.from = js, .demand = {Demand::records}});
        for (size_t portion : {size_t{1}, size_t{3}})
            CHECK(fault_of(text, {.from = js, .demand = {Demand::records}, .portion = portion}) == said);
        return said;
    };
    CHECK(fault("[{},{}") == "the array is not closed");
    CHECK(fault("[") == "the array is not closed");
    CHECK(fault("[{},") == "the array is not closed");
    CHECK(fault("[{},{\"a\":") == "the object is not closed");
    CHECK(fault("[{},,{}]") == "an element of the array is missing");
    CHECK(fault("[,{}]") == "an element of the array is missing");
    CHECK(fault("[{},]") == "an element of the array is missing");
    CHECK(fault("[{} {}]") == "there is text after the object (byte 4 of the record)");
    CHECK(fault("[{}] x") == "there is text after the end of the array");
    CHECK(fault("[{}][{}]") == "there is text after the end of the array");
    CHECK(fault("[1]") == "it is not a JSON object");
    CHECK(fault("{} x {}") == "it is not a JSON object");
    CHECK(fault("{\"a\":\n") == "the object is not closed");
    CHECK_THROWS_AS(fault("hello"), Error);
}
