// How values are read as others, and compared: by literals, by cells, with nulls.
#include "expr_evaluated.h"

#include "expr/compare.h"

#include <doctest/doctest.h>

namespace rowkit::expr {
namespace {

const Record record{{"n", "m", "text", "nothing", "empty", "zip", "big", "day", "truth"},
                    {"10", "9.50", "abc", "", "\"\"", "01234", "123456789012345678901234567890123456789012",
                     "2024-02-29", "true"}};
std::string of(std::string_view source) { return evaluated(source, record); }

TEST_CASE("beside a number a column is a number, beside a text a text") {
    CHECK(of("n == 10.0") == "true");
    CHECK(of("n == \"10.0\"") == "false");
    CHECK(of("m == 9.5") == "true");
    CHECK(of("m == \"9.5\"") == "false");
    CHECK(of("zip == 1234") == "true");
    CHECK(of("zip == \"1234\"") == "false");
    CHECK(of("n > \"9\"") == "false");
    CHECK(of("n > 9") == "true");
    CHECK(of("9 < n") == "true");
}

TEST_CASE("two columns are compared as numbers if both are, else as texts") {
    CHECK(of("n > m") == "true");
    CHECK(of("n > text") == "false");
    CHECK(of("text > n") == "true");
    CHECK(of("zip > n") == "true");
    CHECK(of("nothing == empty") == "true");
    CHECK(of("nothing < n") == "true"); // as texts: the empty one comes first
}

TEST_CASE("numbers of more digits than a number holds still differ") {
    CHECK(of("big == big") == "true");
    CHECK(evaluated("a < b", {{"a", "b"},
                              {"123456789012345678901234567890123456789012",
                               "123456789012345678901234567890123456789013"}}) == "true");
    CHECK(evaluated("a == b", {{"a", "b"},
                               {"0123456789012345678901234567890123456789012",
                                "123456789012345678901234567890123456789012.0"}}) == "true");
}

TEST_CASE("a null is unknown among numbers and times, and empty among texts") {
    CHECK(of("nothing > 1") == "null");
    CHECK(of("nothing == 0") == "null");
    CHECK(of("not (nothing > 1)") == "null");
    CHECK(of("nothing + 1 > m") == "null");
    CHECK(of("text > 1") == "null");
    CHECK(of("empty > 1") == "null");
    CHECK(of("date(nothing) > day") == "null");
    CHECK(of("nothing == \"\"") == "true");
    CHECK(of("nothing < \"a\"") == "true");
    CHECK(of("nothing in (\"\", \"a\")") == "true");
    CHECK(of("nothing in (1, 2)") == "null");
    CHECK(of("n not in (1, nothing + 1)") == "null");
    CHECK(of("n in (10, nothing + 1)") == "true");
    CHECK(of("1 / 0 == m") == "null");
}

TEST_CASE("three values of truth") {
    for (std::string_view left : {"true", "false", "null"})
        for (std::string_view right : {"true", "false", "null"}) {
            const std::string a = left == "null" ? "(nothing > 1)" : std::string(left);
            const std::string b = right == "null" ? "(nothing > 2)" : std::string(right);
            const bool any_null = left == "null" || right == "null";
            const bool all = left == "true" && right == "true", any = left == "true" || right == "true";
            const bool none_false = left != "false" && right != "false";
            CAPTURE(a);
            CAPTURE(b);
            CHECK(of(a + " and " + b) == (all ? "true" : any_null && none_false ? "null" : "false"));
            CHECK(of(a + " or " + b) == (any ? "true" : any_null ? "null" : "false"));
        }
    CHECK(of("truth") == "true");
    CHECK(of("not truth") == "false");
    CHECK(of("truth == true") == "true");
    CHECK(of("text == true") == "null");
    CHECK(of("(nothing > 1) is null") == "true");
    CHECK(of("nothing > 1 ? 1 : 2") == "2");
}

TEST_CASE("null and empty are told apart") {
    CHECK(of("nothing is null") == "true");
    CHECK(of("empty is null") == "false");
    CHECK(of("empty is empty") == "true");
    CHECK(of("nothing is empty") == "true");
    CHECK(of("text is not empty") == "true");
    CHECK(of("nothing ?? 5") == "5");
    CHECK(of("empty ?? 5") == "");
    CHECK(of("upper(nothing)") == "null"); // what is made of nothing is nothing
    CHECK(of("coalesce(nothing, \"\")") == "");
    CHECK(of("if(nothing, 1, \"\")") == "");
    CHECK(of("nothing ++ nothing") == "");
}

TEST_CASE("times compare as times, with text beside them read as one") {
    CHECK(of("date(day) == \"2024-02-29T00:00:00\"") == "true");
    CHECK(of("date(day) < \"2024-03-01\"") == "true");
    CHECK(of("date(day) > \"nonsense\"") == "null");
    CHECK(of("date(day) + 86400 == \"2024-03-01\"") == "true");
    CHECK(of("date(\"2024-03-01\") - date(day)") == "86400");
}

TEST_CASE("what stands for a number is told, once for a record") {
    const Header header = Header::of(std::vector<std::string>{"a", "b"});
    const NodePtr root = parse_expression("a > 1 or a + b > 2 or a < 0");
    const Program program("a > 1 or a + b > 2 or a < 0", *root, header);
    const std::string_view text = "x,1\n5,y\n,z\n";
    const uint32_t begin[] = {0, 4, 8}, end[] = {4, 8, 11}, ends[] = {1, 3, 5, 7, 8, 10};
    Buffer block(64);
    block.append(text);
    Layout layout;
    layout.text = block.view();
    layout.records = 3;
    layout.columns = 2;
    layout.raw_begin = layout.begin = begin;
    layout.raw_end = end;
    layout.ends = ends;
    const Dialect dialect;
    const Batch batch(layout, header, dialect);
    Evaluation evaluation(program);
    evaluation.start(batch, {});
    const uint32_t rows[] = {0, 1, 2};
    Value values[3];
    evaluation.evaluate(rows, values);
    const OddColumns& odd = evaluation.odd_values();
    REQUIRE(odd.size() == 2);
    CHECK(odd.at(0).count == 1);
    CHECK(odd.at(0).first_text == "x");
    CHECK(odd.at(1).count == 1); // in the second record the first condition decides
    CHECK(odd.at(1).first_record == 2);
    CHECK(odd.at(1).first_text == "z");
}

} // namespace
} // namespace rowkit::expr
