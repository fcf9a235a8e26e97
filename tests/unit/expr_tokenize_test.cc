// The words of an expression.
#include "expr/token.h"

#include "base/error.h"

#include <doctest/doctest.h>

namespace rowkit::expr {
namespace {

/// Each word with a letter for its kind.
std::string words(std::string_view source) {
    std::string text;
    for (const Token& token : tokenize(source)) {
        if (token.kind == TokenKind::end) break;
        if (!text.empty()) text += ' ';
        text += "enstqy"[static_cast<size_t>(token.kind)];
        text += ':' + token.text;
    }
    return text;
}
static_assert(static_cast<int>(TokenKind::number) == 1 && static_cast<int>(TokenKind::symbol) == 5);

TEST_CASE("names, numbers, texts and symbols are told apart without blanks between them") {
    CHECK(words("a+1") == "t:a y:+ n:1");
    CHECK(words("a**-b//c") == "t:a y:** y:- t:b y:// t:c");
    CHECK(words("x>=1.5e3") == "t:x y:>= n:1.5e3");
    CHECK(words("a??b++c") == "t:a y:?? t:b y:++ t:c");
    CHECK(words("zo\u00eb==\"\u00e9\"") == "t:zo\u00eb y:== s:\u00e9");
    CHECK(words("a.b[0]") == "t:a y:. t:b y:[ n:0 y:]");
    CHECK(words(".5 1.") == "n:.5 n:1 y:.");
    CHECK(words("1..2") == "n:1 y:.. n:2");
    CHECK(words("_") == "t:_");
}

TEST_CASE("blanks, newlines and comments part words and are none") {
    CHECK(words(" a\t\n + # the sum + of\r\n b") == "t:a y:+ t:b");
    CHECK(words("# nothing") == "");
    CHECK(words("") == "");
}

TEST_CASE("texts have JSON's escapes, and another backslash stays for patterns") {
    CHECK(words(R"("a\"b")") == "s:a\"b");
    CHECK(words(R"("\d+\.\u00e9\n")") == "s:\\d+\\.\u00e9\n");
    CHECK(words(R"("\\")") == "s:\\");
    CHECK(words(R"("")") == "s:");
    CHECK_THROWS_AS((void)tokenize(R"("a\")"), Error);
}

TEST_CASE("odd names stand in backticks, a backtick in them twice") {
    CHECK(words("`a b`") == "q:a b");
    CHECK(words("`a``b`+`c`") == "q:a`b y:+ q:c");
    CHECK(words("``") == "q:");
    CHECK_THROWS_AS((void)tokenize("`a``"), Error);
}

TEST_CASE("places are those of the bytes") {
    const auto tokens = tokenize("\u00e9 == \"x\"");
    REQUIRE(tokens.size() == 4);
    CHECK(tokens[1].begin == 3);
    CHECK(tokens[2].begin == 6);
    CHECK(tokens[2].end == 9);
    CHECK(tokens[3].kind == TokenKind::end);
    CHECK(tokens[3].begin == 9);
}

TEST_CASE("what is no word is an error") {
    for (std::string_view source :
         {"1a", "1.5x", "a & b", "'a'", "a $ b", "\"open", "`open", "a \\ b", "a @"}) {
        CAPTURE(source);
        CHECK_THROWS_AS((void)tokenize(source), Error);
    }
}

} // namespace
} // namespace rowkit::expr
