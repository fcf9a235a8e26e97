// Where columns that are set come to stand, and what later assignments see.
#include "expr/assign.h"

#include "base/error.h"

#include <string>

#include <doctest/doctest.h>

namespace rowkit::expr {
namespace {

/// The output's columns, joined by blanks; the error's text where there is one.
std::string columns(std::string_view source, const Placing& placing = {},
                    std::vector<std::string> names = {"a", "b", "c"}) {
    try {
        Assignments all = Assignments::parse(std::string(source), placing);
        std::string text;
        for (const Column& column : all.bind(Header::of(names), {}).columns)
            text += (text.empty() ? "" : " ") + column.name;
        return text;
    } catch (const Error& error) {
        return error.picture().empty() ? error.reason() : error.picture();
    }
}

TEST_CASE("a column that is there stays where it stands, a new one goes where it is wanted, once") {
    CHECK(columns("b = 1") == "a b c");
    CHECK(columns("d = 1") == "a b c d");
    CHECK(columns("d = 1, b = d, d = b") == "a b c d");
    CHECK(columns("d = 1, e = 2", {.first = true}) == "d e a b c");
    CHECK(columns("d = 1, a = 2", {.before = "b"}) == "a d b c");
    CHECK(columns("d = 1, e = 2", {.after = "b"}) == "a b d e c");
    CHECK(columns("d = 1", {.after = "c"}) == "a b c d");
    CHECK(columns("e = 1, b = 2, e = 3", {.only = true}) == "e b");
    CHECK(columns("d = 1", {.before = "x"}) == "no column \"x\"");
}

TEST_CASE("an assignment sees what was set before it, and nothing later") {
    CHECK(columns("d = a, e = d + 1") == "a b c d e");
    CHECK(columns("e = d + 1, d = a").find("there is no column \"d\"") != std::string::npos);
    CHECK(columns("d = d + 1").find("there is no column \"d\"") != std::string::npos);
}

TEST_CASE("a place inside a column sets that column; another with dots is a new one") {
    CHECK(columns("a.x = 1") == "a b c");
    CHECK(columns("a.x.y = 1, a.z = 2") == "a b c");
    CHECK(columns("d.x = 1") == "a b c d.x");
    CHECK(columns("`a.x` = 1", {}, {"a.x", "b"}) == "a.x b"); // a column of that very name
}

TEST_CASE("the columns asked for are those that the expressions name, once each") {
    const Assignments all = Assignments::parse("d = a + b, e = a.x ?? b, f = [`c d`, 1]", {});
    CHECK(all.names() == std::vector<std::string>{"a", "b", "a.x", "c d"});
}

} // namespace
} // namespace rowkit::expr
