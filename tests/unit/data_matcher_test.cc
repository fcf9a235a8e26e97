// Whether a text matches, what it then must hold, and which parts of it match.
#include "data/matcher.h"

#include "base/error.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace rowkit {
namespace {

bool matches(std::vector<std::string> patterns, const MatchOptions& options, std::string_view text) {
    Buffer scratch;
    return Matcher(std::move(patterns), options).matches(text, scratch);
}

std::string marked(std::vector<std::string> patterns, const MatchOptions& options, std::string_view text) {
    std::vector<TextRange> parts;
    Matcher(std::move(patterns), options).mark(text, parts);
    std::string shown;
    size_t done = 0;
    for (const TextRange& part : parts) {
        shown += std::string(text.substr(done, part.begin - done)) + "<" +
                 std::string(text.substr(part.begin, part.end - part.begin)) + ">";
        done = part.end;
    }
    return shown + std::string(text.substr(done));
}

TEST_CASE("fixed texts are what they are, wherever they stand") {
    CHECK(matches({"a.b"}, {}, "xa.by"));
    CHECK(!matches({"a.b"}, {}, "axb"));
    CHECK(matches({"x", "yy"}, {}, "a yy"));
    CHECK(!matches({"x", "yy"}, {}, "a y"));
    CHECK(matches({""}, {}, ""));
    CHECK(matches({""}, {}, "a"));
    CHECK(!matches({}, {}, "a"));
    CHECK(matches({"CAF\u00c9"}, {.fold = true}, "a caf\u00e9"));
    CHECK(!matches({"CAF\u00c9"}, {}, "a caf\u00e9"));
}

TEST_CASE("words and whole texts") {
    CHECK(matches({"York"}, {.word = true}, "New York, NY"));
    CHECK(!matches({"York"}, {.word = true}, "Yorkshire"));
    CHECK(matches({"York"}, {.word = true}, "Yorkshire, York")); // not at the first place
    CHECK(matches({"York"}, {.whole = true}, "York"));
    CHECK(!matches({"York"}, {.whole = true}, "New York"));
    CHECK(matches({"York", ""}, {.whole = true}, ""));
    CHECK(!matches({"York"}, {.whole = true}, ""));
    CHECK(matches({"a", "york"}, {.fold = true, .whole = true}, "YORK"));
}

TEST_CASE("regular expressions, one and many") {
    for (bool many : {false, true}) {
        std::vector<std::string> patterns = {"^a+b$"};
        if (many) patterns.insert(patterns.end(), {"x{3}", "\\d\\.\\d"});
        CAPTURE(many);
        CHECK(matches(patterns, {.regex = true}, "aab"));
        CHECK(!matches(patterns, {.regex = true}, "aabc"));
        CHECK(matches(patterns, {.regex = true, .fold = true}, "AAB"));
        CHECK(matches(patterns, {.regex = true}, "1.5") == many);
        CHECK(!matches(patterns, {.regex = true, .whole = true}, "1.55"));
    }
    CHECK(matches({"b|ann"}, {.regex = true, .word = true}, "an ann"));
    CHECK(!matches({"b|ann"}, {.regex = true, .word = true}, "anna bob"));
    CHECK(matches({"a|ab"}, {.regex = true, .whole = true}, "ab"));
    CHECK_THROWS_AS(matches({"a(b"}, {.regex = true}, ""), Error);
    CHECK_THROWS_AS(matches({"a)(b"}, {.regex = true, .whole = true}, ""),
                    Error); // not mended by what stands around it
}

TEST_CASE("a large expression is compiled, and one that is too large is an error") {
    CHECK(matches({"\\pL{600}"}, {.regex = true}, std::string(600, 'x')));
    CHECK(!matches({"\\pL{600}"}, {.regex = true}, std::string(599, 'x')));
    CHECK_THROWS_AS(matches({"\\pL{900}\\pL{900}\\pL{900}"}, {.regex = true}, ""), Error);
}

TEST_CASE("every match holds one of the texts that are needed") {
    const auto needs = [](std::vector<std::string> patterns, const MatchOptions& options) {
        std::vector<std::string> texts = Matcher(std::move(patterns), options).needs().texts;
        std::ranges::sort(texts);
        return texts;
    };
    using Texts = std::vector<std::string>;
    CHECK(needs({"abc"}, {}) == Texts{"abc"});
    CHECK(needs({"abc", ""}, {}).empty()); // the empty text is in every one
    CHECK(needs({"abc\\d+xyz"}, {.regex = true}).size() >= 1);
    CHECK(needs({"abc|x"}, {.regex = true}).empty());
    CHECK(needs({".*"}, {.regex = true}).empty());
    CHECK(needs({"hello|world"}, {.regex = true}) == Texts{"hello", "world"});
}

TEST_CASE("the parts that match are marked, longest first, never overlapping") {
    CHECK(marked({"an"}, {}, "banana") == "b<an><an>a");
    CHECK(marked({"an", "anan"}, {}, "banana") == "b<anan>a");
    CHECK(marked({"AN"}, {.fold = true}, "banana") == "b<an><an>a");
    CHECK(marked({"ann"}, {.word = true}, "ann anna ann") == "<ann> anna <ann>");
    CHECK(marked({"ann"}, {.word = true}, "ann ann") == "<ann> <ann>");
    CHECK(marked({"a*"}, {.regex = true}, "baab") == "b<aa>b");
    CHECK(marked({"x"}, {.whole = true}, "x") == "<x>");
    CHECK(marked({"z"}, {}, "banana") == "banana");
}

} // namespace
} // namespace rowkit
