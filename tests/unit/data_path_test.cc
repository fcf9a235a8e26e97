// Paths into JSON values: their text reads back, and what is no path is refused.
#include <doctest/doctest.h>

#include "data/path.h"

using rowkit::Path;
using Steps = std::vector<Path::Step>;

TEST_CASE("keys are joined by dots and indices stand in brackets") {
    CHECK(Path::parse("user")->steps() == Steps{"user"});
    CHECK(Path::parse("user.tags[0]")->steps() == Steps{"user", "tags", size_t{0}});
    CHECK(Path::parse("a[1][22].b")->steps() == Steps{"a", size_t{1}, size_t{22}, "b"});
    CHECK(Path::parse("[3].x")->steps() == Steps{size_t{3}, "x"});
    CHECK(Path::parse("a b.c-d")->steps() == Steps{"a b", "c-d"});
}

TEST_CASE("an odd key stands in backticks") {
    CHECK(Path::parse("geo.`a.b`")->steps() == Steps{"geo", "a.b"});
    CHECK(Path::parse("`a``b`[0]")->steps() == Steps{"a`b", size_t{0}});
    CHECK(Path::parse("``.x")->steps() == Steps{"", "x"});
}

TEST_CASE("what is no path is refused") {
    for (const char* text : {"", ".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[-1]", "a[+1]", "a[1",
                             "a[1]b", "a]", "`a", "a`b`", "`a`b", "a[99999999999999999999999]", "a[ 1]"}) {
        CAPTURE(text);
        CHECK_FALSE(Path::parse(text));
    }
}

TEST_CASE("the text of a path reads back as the same path") {
    const std::vector<Path::Step> choices = {"a", "", "x y", "a.b", "`", "[0]", "]", size_t{0}, size_t{7}};
    for (const auto& one : choices) {
        for (const auto& two : choices) {
            for (const auto& three : choices) {
                const Path path(Steps{one, two, three});
                CAPTURE(path.text());
                const auto back = Path::parse(path.text());
                REQUIRE(back);
                CHECK(*back == path);
            }
        }
    }
}
