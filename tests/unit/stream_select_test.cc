// The column selection language: each form, what is odd in headers, its errors, its laws, its speed.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "base/error.h"
#include "stream/select.h"

using rowkit::Error;
using rowkit::Header;
using rowkit::Selection;

namespace {

using Names = std::vector<std::string>;

/// The columns that `list` selects, as numbers from 1 with blanks between: "1 3".
std::string picked(std::string_view list, const Names& names, bool optional = false) {
    std::string text;
    for (size_t column : Selection::parse(list).resolve(Header::of(names), {optional, "f.csv"})) {
        text += (text.empty() ? "" : " ") + std::to_string(column + 1);
    }
    return text;
}

/// The error as "reason | hint", or "none".
std::string error(std::string_view list, const Names& names = {}) {
    try {
        Selection::parse(list).resolve(Header::of(names), {false, "f.csv"});
    } catch (const Error& e) {
        CHECK(e.code() == rowkit::Exit::usage);
        return e.reason() + " | " + e.hint();
    }
    return "none";
}

const Names people = {"id", "name", "age", "addr_city", "addr_street", "secret"};

} // namespace

TEST_CASE("names give columns in the order asked for") {
    CHECK(picked("name", people) == "2");
    CHECK(picked("secret,id,age", people) == "6 1 3");
    CHECK(picked(" name , id\t", people) == "2 1");
}

TEST_CASE("a column asked for again keeps its first place") {
    CHECK(picked("age,id,age", people) == "3 1");
    CHECK(picked("age,..", people) == "3 1 2 4 5 6");
    CHECK(picked("id,1,-6,id", people) == "1");
}

TEST_CASE("positions count from 1, from the end when negative") {
    CHECK(picked("3", people) == "3");
    CHECK(picked("-1,1", people) == "6 1");
    CHECK(picked("010", {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}) == "10");
}

TEST_CASE("a column that bears a number as its name comes before the position") {
    const Names years = {"country", "2020", "2021", "3", "-1"};
    CHECK(picked("2021", years) == "3");
    CHECK(picked("3", years) == "4");
    CHECK(picked("-1", years) == "5");
    CHECK(picked("2020..3", years) == "2 3 4");
    CHECK(picked("`3`", years) == "4");
    CHECK(error("`2`", years).starts_with("no column \"2\" | "));
}

TEST_CASE("ranges hold both ends, may be open and may run backwards") {
    CHECK(picked("name..addr_city", people) == "2 3 4");
    CHECK(picked("..age", people) == "1 2 3");
    CHECK(picked("age..", people) == "3 4 5 6");
    CHECK(picked("..", people) == "1 2 3 4 5 6");
    CHECK(picked("3..5", people) == "3 4 5");
    CHECK(picked("5..3", people) == "5 4 3");
    CHECK(picked("secret..name", people) == "6 5 4 3 2");
    CHECK(picked("-2..", people) == "5 6");
    CHECK(picked("-1..1", people) == "6 5 4 3 2 1");
    CHECK(picked("age..age", people) == "3");
    CHECK(picked("name .. age", people) == "2 3");
    CHECK(picked("`name`..`age`", people) == "2 3");
    CHECK(picked("`name` .. `age`", people) == "2 3");
    CHECK(picked("..,!..", people) == "");
    CHECK(picked("..", {}) == "");
}

TEST_CASE("globs give all that match, in the header's order") {
    CHECK(picked("addr_*", people) == "4 5");
    CHECK(picked("*e", people) == "2 3");
    CHECK(picked("a??", people) == "3");
    CHECK(picked("[is]*", people) == "1 6");
    CHECK(picked("[!is]*", people) == "2 3 4 5");
    CHECK(picked("*", people) == "1 2 3 4 5 6");
    CHECK(picked("x[12]y", {"x1y", "x2y", "x3y"}) == "1 2");
}

TEST_CASE("regular expressions are found anywhere in the name") {
    CHECK(picked("/d/", people) == "1 4 5");
    CHECK(picked("/^A/i", people) == "3 4 5");
    CHECK(picked("/a{1,2}d/,id", people) == "4 5 1");
    CHECK(picked("/^(id|age)$/", people) == "1 3");
    CHECK(picked("/a\\/b/", {"a/b", "ab"}) == "1");
    CHECK(picked("/\\./", {"a.b", "ab"}) == "1");
    CHECK(picked("/x/ , id", {"id", "x"}) == "2 1");
    CHECK(picked("//", people) == "1 2 3 4 5 6");
}

TEST_CASE("negation takes from what is selected so far, or from all when it comes first") {
    CHECK(picked("!secret", people) == "1 2 3 4 5");
    CHECK(picked("!secret,!id", people) == "2 3 4 5");
    CHECK(picked("addr_*,!/street/", people) == "4");
    CHECK(picked("..,!2..4", people) == "1 5 6");
    CHECK(picked("! secret , !name", people) == "1 3 4 5");
    CHECK(picked("!-1", people) == "1 2 3 4 5");
    CHECK(picked("id,!name", people) == "1");
    CHECK(picked("!`id`", people) == "2 3 4 5 6");
}

TEST_CASE("a column taken out and asked for again comes last") {
    CHECK(picked("!id,id", people) == "2 3 4 5 6 1");
    CHECK(picked("..,!name,name", people) == "1 3 4 5 6 2");
}

TEST_CASE("a name borne twice: the plain name is the first, name[2] the second, !name all") {
    const Names twice = {"x", "y", "x", "z", "x"};
    CHECK(picked("x", twice) == "1");
    CHECK(picked("x[1]", twice) == "1");
    CHECK(picked("x[2]", twice) == "3");
    CHECK(picked("x[3]..x[2]", twice) == "5 4 3");
    CHECK(picked("!x", twice) == "2 4");
    CHECK(picked("!x[2]", twice) == "1 2 4 5");
    CHECK(picked("x*", twice) == "1 3 5");
    CHECK(picked("`a,b`[2]", {"a,b", "a,b"}) == "2");
    CHECK(error("x[4]", twice) == "no column \"x[4]\" | there are 3 columns of the name \"x\"");
    CHECK(error("x[0]", twice) == "no column \"x[0]\" | there are 3 columns of the name \"x\"");
    CHECK(error("y[2]", twice) == "no column \"y[2]\" | there is 1 column of the name \"y\"");
    CHECK(error("x[99999999999999999999]", twice).starts_with("no column"));
}

TEST_CASE("odd names stand in backticks") {
    const Names odd = {"a, b", "c`d", "", "e..f", "*", "!", "/g/", " h", "i[2]", "1"};
    CHECK(picked("`a, b`", odd) == "1");
    CHECK(picked("`c``d`", odd) == "2");
    CHECK(picked("c`d", odd) == "2");
    CHECK(picked("``", odd) == "3");
    CHECK(picked("``,`a, b`", odd) == "3 1");
    CHECK(picked("`e..f`", odd) == "4");
    CHECK(picked("`*`", odd) == "5");
    CHECK(picked("`!`", odd) == "6");
    CHECK(picked("`/g/`", odd) == "7");
    CHECK(picked("` h`", odd) == "8");
    CHECK(picked("`i[2]`", odd) == "9");
    CHECK(picked("`a, b`..``", odd) == "1 2 3");
    CHECK(picked("!`a, b`,!2..", odd) == "");
    CHECK(picked("````", {"`"}) == "1");
}

TEST_CASE("a column whose name is the item's text comes before any other reading") {
    const Names odd = {"count(*)", "count(x)", "a..b", "a", "c", "b", "i[2]", "i", "i", "/g/", "g"};
    CHECK(picked("count(*)", odd) == "1");
    CHECK(picked("count(?)", odd) == "1 2");
    CHECK(picked("a..b", odd) == "3");
    CHECK(picked("a..c", odd) == "4 5");
    CHECK(picked("i[2]", odd) == "7");
    CHECK(picked("/g/", odd) == "10");
    CHECK(picked("!/g/", odd) == "1 2 3 4 5 6 7 8 9 11");
}

TEST_CASE("the name of a flattened object selects all of it") {
    const Names flat = {"id",   "user.id", "users", "user.geo.lat", "user",
                        "type", "geo.x",   "geo",   "tag.x",        "user.tags[0]"};
    CHECK(picked("user", flat) == "5");
    CHECK(picked("tag", flat) == "9");
    CHECK(picked("user.geo", flat) == "4");
    CHECK(picked("user.tags[0]", flat) == "10");
    const Names objects = {"z", "user.id", "users", "user.geo.lat", "user_x", "user.age"};
    CHECK(picked("user", objects) == "2 4 6");
    CHECK(picked("!user", objects) == "1 3 5");
    CHECK(error("`user`", objects).starts_with("no column \"user\""));
}

TEST_CASE("an unknown column is an error that offers the nearest") {
    CHECK(error("nmae", people).starts_with("no column \"nmae\" | did you mean \"name\""));
    CHECK(error("!secrt", people).starts_with("no column \"secrt\" | did you mean \"secret\""));
    CHECK(error("id..agee", people).starts_with("no column \"agee\" | did you mean \"age\""));
    CHECK(error("zzzzzzzzzz", people) ==
          "no column \"zzzzzzzzzz\" | the columns are id, name, age, addr_city, addr_street, secret");
    CHECK(error("7", people) == "no column 7 | there are 6 columns");
    CHECK(error("-7", people) == "no column -7 | there are 6 columns");
    CHECK(error("0", people) == "no column 0 | positions count from 1");
    CHECK(error("3..7", people) == "no column 7 | there are 6 columns");
    CHECK(error("99999999999999999999", people) == "no column 99999999999999999999 | there are 6 columns");
    CHECK(error("-99999999999999999999", people).ends_with("there are 6 columns"));
    CHECK(error("zip_*", people).starts_with("no column matches \"zip_*\" | the columns are id"));
    CHECK(error("/zip/", people).starts_with("no column matches \"/zip/\""));
    CHECK(error("id", {}) == "no column \"id\" | there are no columns");
    CHECK(error("1", {}) == "no column 1 | there are 0 columns");
    CHECK(error("qqqqqq", {"id;name"})
              .ends_with("the header is one column, \"id;name\"; --delimiter ';' would part it"));
    CHECK(error("id", {"id\tname"}).ends_with("--delimiter tab would part it"));
    CHECK(error("id", {"name"}).ends_with("the only column is \"name\""));
    try {
        Selection::parse("nope").resolve(Header::of(people), {false, "f.csv"});
        FAIL("no error");
    } catch (const Error& e) {
        CHECK(e.where() == "f.csv");
    }
}

TEST_CASE("optional lets what is missing pass") {
    CHECK(picked("nope,id,9,zip_*,/zip/,nope..id,!gone,name", people, true) == "1 2");
    CHECK(picked("!nope", people, true) == "1 2 3 4 5 6");
    CHECK(picked("a..b", {}, true) == "");
}

TEST_CASE("a syntax error names the item and the place") {
    CHECK(error("") == "the column list is empty | `..` stands for all columns");
    CHECK(error("  ").starts_with("the column list is empty"));
    CHECK(error("a,,b").starts_with("column list: item 2 at character 3, \"\", is empty"));
    CHECK(error("a,b,").starts_with("column list: item 3 at character 5, \"\", is empty"));
    CHECK(error("a,!").starts_with("column list: item 2 at character 3, \"!\", is empty"));
    CHECK(error("a, /x(/").starts_with(
        "column list: item 2 at character 4, \"/x(/\", is no regular expression: "));
    CHECK(error("/x").starts_with("column list: item 1 at character 1, \"/x\", has no closing slash"));
    CHECK(error("/x/y").starts_with("column list: item 1 at character 1, \"/x/y\", goes on after its end"));
    CHECK(error("/x/ii").starts_with("column list: item 1"));
    CHECK(error("a,`b").starts_with("column list: item 2 at character 3, \"`b\", has no closing backtick"));
    CHECK(
        error("`a`b").starts_with("column list: item 1 at character 1, \"`a`b\", goes on after its closing"));
    CHECK(error("a..b..c").starts_with(
        "column list: item 1 at character 1, \"a..b..c\", goes on after its end"));
    CHECK(error("```").starts_with("column list: item 1"));
    CHECK(error("!!a", people).starts_with("no column \"!a\""));
}

TEST_CASE("a list of names and paths alone needs no header") {
    const auto needs = [](std::string_view list) { return Selection::parse(list).needs_names(); };
    const auto wanted = [](std::string_view list) { return Selection::parse(list).wanted_names(); };
    CHECK_FALSE(needs("id,user.tags[0],`odd, name`,`3`"));
    for (const char* list : {"3", "-1", "a..b", "..", "a*", "/a/", "!a", "a,!a", "a,1"}) {
        CAPTURE(list);
        CHECK(needs(list));
    }
    CHECK(wanted("id, user.tags[0],`odd, name`,id") == Names{"id", "user.tags[0]", "odd, name"});
    CHECK(wanted("a.`b.c`,x*,!y,2,z") == Names{"a.`b.c`", "z"});
}

TEST_CASE("laws hold for random headers and lists") {
    const uint32_t seed = 20240607;
    std::mt19937 random(seed);
    CAPTURE(seed);
    const auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
    for (int round = 0; round < 2000; ++round) {
        Names names(1 + below(12));
        for (std::string& name : names) {
            for (size_t n = below(4); n > 0; --n) name += "ab*.`1, [/"[below(10)];
        }
        const auto quoted = [](const std::string& name) {
            std::string text = "`";
            for (char c : name) text.append(c == '`' ? 2 : 1, c);
            return text + '`';
        };
        const size_t a = below(names.size()), b = below(names.size());
        const auto place = [&](const std::string& name) {
            return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
        };
        const size_t first_a = place(names[a]), first_b = place(names[b]);
        const std::string qa = quoted(names[a]), qb = quoted(names[b]);
        CAPTURE(qa);
        CAPTURE(qb);
        const auto columns = [&](const std::string& list) {
            return Selection::parse(list).resolve(Header::of(names));
        };

        std::vector<size_t> everything(names.size());
        std::iota(everything.begin(), everything.end(), size_t{0});
        if (place("..") == names.size()) CHECK(columns("..") == everything);
        if (place("*") == names.size()) CHECK(columns("*") == everything);
        if (place("//") == names.size()) CHECK(columns("//") == everything);

        CHECK(columns(qa) == std::vector{first_a});
        CHECK(columns(qa + ",!" + qa).empty());
        CHECK(columns(qa + "," + qa) == columns(qa));
        std::vector<size_t> without = columns("!" + qa);
        CHECK(without.size() ==
              names.size() - static_cast<size_t>(std::count(names.begin(), names.end(), names[a])));
        for (size_t column : without) CHECK(names[column] != names[a]);

        std::vector<size_t> forth = columns(qa + ".." + qb), back = columns(qb + ".." + qa);
        CHECK(forth.front() == first_a);
        CHECK(forth.back() == first_b);
        CHECK(forth.size() == std::max(first_a, first_b) - std::min(first_a, first_b) + 1);
        std::reverse(back.begin(), back.end());
        CHECK(forth == back);
    }
}

TEST_CASE("any text whatever is a list or an error") {
    const uint32_t seed = 4;
    std::mt19937 random(seed);
    const Names names = {"a", "b", "a", "", "1", "a.b", "a..b", "*", "`"};
    for (int round = 0; round < 50000; ++round) {
        std::string list;
        for (size_t n = random() % 9; n > 0; --n) list += "ab1-.,!`/[]*?i \xff"[random() % 16];
        try {
            const auto columns = Selection::parse(list).resolve(Header::of(names), {true, {}});
            for (size_t column : columns) CHECK(column < names.size());
        } catch (const Error& e) {
            CHECK(e.code() == rowkit::Exit::usage);
        }
    }
}

TEST_CASE("100,000 names out of 100,000 columns are found without a search of each among all") {
    Names names, twins(100000, "same");
    std::string list = "x0", all_twins = "same", nested = "obj0";
    for (int i = 0; i < 100000; ++i) names.push_back("x" + std::to_string(i));
    for (int i = 1; i < 100000; ++i) {
        list += ",x" + std::to_string(100000 - i);
        all_twins += ",same[" + std::to_string(i + 1) + ']';
        nested += ",obj" + std::to_string(i);
    }
    // Ten thousand million steps would run into the time limit of the whole run.
    CHECK(Selection::parse(list).resolve(Header::of(names)).size() == 100000);
    CHECK(Selection::parse("!x5").resolve(Header::of(names)).size() == 99999);
    CHECK(Selection::parse(all_twins).resolve(Header::of(twins)).size() == 100000);
    for (std::string& name : names) name = "obj" + name.substr(1) + ".x";
    CHECK(Selection::parse(nested).resolve(Header::of(names)).size() == 100000);
}
