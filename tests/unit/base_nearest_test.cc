// The names that a mistyped one may have meant.
#include "base/nearest.h"

#include <doctest/doctest.h>

using rowkit::did_you_mean;
using rowkit::nearest;
using Names = std::vector<std::string>;

TEST_CASE("one slip of each kind is found") {
    const Names known{"delimiter", "quote", "columns"};
    for (const char* typed :
         {"delimeter", "delimter", "dellimiter", "delimitre", "DELIMITER", "ddelimiter"}) {
        CAPTURE(typed);
        CHECK(nearest(typed, known, 1) == Names{"delimiter"});
    }
}

TEST_CASE("the fewest slips come first, and equals in their order") {
    const Names known{"mane", "fame", "name", "Name"};
    CHECK(nearest("name", known, 4) == Names{"name", "Name", "fame", "mane"});
    CHECK(nearest("name", known, 1) == Names{"name"});
}

TEST_CASE("what differs in case alone comes before any slip") {
    CHECK(nearest("ID", Names{"IT", "id"}, 1) == Names{"id"});
}

TEST_CASE("a short name has few slips to spare") {
    CHECK(nearest("nope", Names{"name", "city"}, 3) == Names{"name"});
    CHECK(nearest("a", Names{"b", "c", "A"}, 3) == Names{"A"});
    CHECK(nearest("xy", Names{"ab"}, 3).empty());
}

TEST_CASE("the beginning of a name stands for it") {
    CHECK(nearest("passenger", Names{"tip", "passenger_count"}, 3) == Names{"passenger_count"});
}

TEST_CASE("nothing is near nothing, and neither is what is far too long") {
    CHECK(nearest("", Names{"a", ""}, 3).empty());
    CHECK(nearest("a", Names{}, 3).empty());
    CHECK(nearest(std::string(100'000, 'a'), Names{std::string(100'000, 'a')}, 3).empty());
    CHECK(nearest("name", Names{"name"}, 0).empty());
}

TEST_CASE("a swap counts as one slip also at the ends") {
    CHECK(nearest("ab", Names{"ba"}, 1) == Names{"ba"});
    CHECK(nearest("abcd", Names{"badc"}, 1) == Names{"badc"});
}

TEST_CASE("the hint reads as a question") {
    CHECK(did_you_mean("nam", Names{"name"}) == "did you mean \"name\"?");
    CHECK(did_you_mean("nam", Names{"name", "nim", "names"}) ==
          "did you mean \"name\", \"nim\" or \"names\"?");
    CHECK(did_you_mean("zzzz", Names{"name"}).empty());
}
