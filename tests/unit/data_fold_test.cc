// Case and words, of any script.
#include "data/fold.h"

#include <string>

#include <doctest/doctest.h>

namespace rowkit {
namespace {

std::string folded(std::string_view text) {
    Buffer out;
    append_folded(text, out);
    return std::string(out.view());
}

TEST_CASE("all cases of a letter fold to one") {
    CHECK(folded("New YORK 12") == "new york 12");
    CHECK(folded("\u00c9COLE") == folded("\u00e9cole"));
    CHECK(folded("\u212a") == "k");                              // the Kelvin sign
    CHECK(folded("\u017f") == "s");                              // the long s
    CHECK(folded("\u03a3\u03c3\u03c2") == folded("\u03c3\u03c3\u03c3")); // both small sigmas
    CHECK(folded("\u0130\u0131") == "\u0130\u0131");             // the Turkish i's are cases of nothing else
    CHECK(folded("\u00df") != folded("ss")); // simple folding keeps the number of characters
    CHECK(folded("") == "");
}

TEST_CASE("bytes that are no UTF-8 stay as they are") {
    CHECK(folded("A\xFF" "B\xC3") == "a\xFF" "b\xC3");
    CHECK(folded("\xED\xA0\x80X") == "\xED\xA0\x80x");
}

TEST_CASE("a word ends where letters, digits, marks and _ end") {
    const auto whole = [](std::string_view text, std::string_view part) {
        const size_t at = text.find(part);
        return is_whole_word(text, at, at + part.size());
    };
    CHECK(whole("an ann", "ann"));
    CHECK(whole("ann", "ann"));
    CHECK(whole("x-ann.", "ann"));
    CHECK(!whole("anna", "ann"));
    CHECK(!whole("1ann", "ann"));
    CHECK(!whole("ann_", "ann"));
    CHECK(!whole("ann\u00e9", "ann"));
    CHECK(!whole("\u65e5" "ann", "ann"));
    CHECK(!whole("ann\u0301", "ann")); // its last letter has an accent
    CHECK(whole("\u20ac" "ann\u2026", "ann"));
    CHECK(whole("\xFF" "ann\xC3", "ann")); // broken bytes are no letters
}

} // namespace
} // namespace rowkit
