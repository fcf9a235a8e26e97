#include "data/regex.h"
#include "expr_call.h"

#include <thread>

using namespace rowkit;
using namespace rowkit::expr;

TEST_CASE("a pattern without signs is found as text, at its place") {
    CHECK(Regex("b").matches("abc"));
    CHECK_FALSE(Regex("^b").matches("abc"));
    CHECK(Regex("bc$").matches("abc"));
    CHECK_FALSE(Regex("b$").matches("abc"));
    CHECK(Regex("^abc$").matches("abc"));
    CHECK(Regex("").matches(""));
    CHECK(Regex("^").matches(""));
    CHECK(Regex("$").matches("a"));
    CHECK_FALSE(Regex("^$").matches("a"));
    CHECK_FALSE(Regex("^bc").matches("a\nbc"));
    CHECK(Regex("^$").matches(std::string_view()));
}

TEST_CASE("a pattern is used by more threads than it has copies") {
    const Regex regex("(a|b)+c");
    std::vector<std::thread> threads;
    std::atomic<int> found = 0;
    for (int i = 0; i < 24; ++i) threads.emplace_back([&] { found += regex.matches("xxabac"); });
    for (std::thread& thread : threads) thread.join();
    CHECK(found == 24);
}

TEST_CASE("empty matches stand between characters, never within one or right after a match") {
    Caller call(regex_functions());
    CHECK(call("gsub", {text("abc"), text(""), text("-")}) == "-a-b-c-");
    CHECK(call("gsub", {text("aéb"), text("x*"), text("-")}) == "-a-é-b-");
    CHECK(call("gsub", {text("baac"), text("a*"), text("x")}) == "xbxcx");
    CHECK(call("gsub", {Value(), text("^$"), text("x")}) == "x");
    CHECK(call("regex_count", {text("abc"), text("")}) == "4");
    CHECK(call("split_regex", {text("abc"), text("")}) == R"(["a","b","c"])");
    CHECK(call("split_regex", {text(",a,"), text(",")}) == R"(["","a",""])");
    CHECK(call("split_regex", {text(""), text(",")}) == "[]");
}

TEST_CASE("groups are taken by number and name; one that took no part is null") {
    Caller call(regex_functions());
    CHECK(call("extract", {text("k=v"), text("(?P<key>\\w)=(?P<value>\\w)"), text("value")}) == "v");
    CHECK(call("extract", {text("k=v"), text("(\\w)=(\\w)"), number(0)}) == "k=v");
    CHECK(call("extract", {text("abc"), text("(x)?b")}) == "null");
    CHECK(call("extract", {text("abc"), text("x")}) == "null");
    CHECK(call("captures", {text("ac"), text("(a)(b)?(c)")}) == R"(["a",null,"c"])");
    CHECK(call("captures", {text("abcdefghijkl"), text("(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)")}) ==
          R"(["a","b","c","d","e","f","g","h","i","j","k","l"])");
    CHECK(call("extract_all", {text("a1b2"), text("([a-z])(\\d)"), number(2)}) == R"(["1","2"])");
}

TEST_CASE("a replacement names groups, and its signs doubled are themselves") {
    Caller call(regex_functions());
    CHECK(call("gsub", {text("a b"), text("(?P<x>\\w) (\\w)"), text("\\2${x}$$1\\\\$0")}) == "ba$1\\a b");
    CHECK(call("gsub", {text("abc"), text("b"), text("$")}) == "a$c");
    CHECK(call("gsub", {text("abc"), text("b"), text("${")}) == "a${c");
    CHECK(call("sub", {text("aaa"), text("a"), text("b")}) == "baa");
}

TEST_CASE("what is wrong with a constant pattern, group or replacement is said") {
    Caller call(regex_functions());
    CHECK_THROWS_AS(call("matches", {text("a"), text("(")}), std::string);
    CHECK_THROWS_AS(call("extract", {text("a"), text("a"), number(1)}), std::string);
    CHECK_THROWS_AS(call("extract", {text("a"), text("(a)"), text("nope")}), std::string);
    CHECK_THROWS_AS(call("gsub", {text("a"), text("a"), text("\\1")}), std::string);
    CHECK_THROWS_AS(call("gsub", {text("a"), text("a"), text("${nope}")}), std::string);
}
