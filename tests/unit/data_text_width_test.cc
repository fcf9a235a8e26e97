// How text is shown in so many columns: what terminals do, and that nothing in a text upsets a line.
#include <doctest/doctest.h>

#include "data/text_width.h"

#include <random>
#include <string>

using namespace rowkit;

namespace {

std::string shown(std::string_view text, size_t columns = 1000, bool cut = false) {
    Buffer out;
    show(text, columns, out, cut);
    return std::string(out.view());
}

} // namespace

TEST_CASE("wide characters take two columns, marks and zero-width characters none") {
    CHECK(shown_width("") == 0);
    CHECK(shown_width("abc") == 3);
    CHECK(shown_width("日本") == 4);
    CHECK(shown_width("가") == 2);
    CHECK(shown_width("\u1112\u1161\u11ab") == 2); // one syllable of three letters
    CHECK(shown_width("cafe\u0301") == 4);
    CHECK(shown_width("a\u200bb\ufeffc") == 3);
    CHECK(shown_width("a\u00adb") == 3); // a soft hyphen is shown
    CHECK(shown_width("ﾊﾟ") == 2);
    CHECK(shown_width("½①—…") == 4);
    CHECK(shown_width("नमस्ते") == 4);
}

TEST_CASE("an emoji sequence takes two columns, whatever it is made of") {
    CHECK(shown_width("👩\u200d👩\u200d👧\u200d👦") == 2);
    CHECK(shown_width("👍🏽") == 2);
    CHECK(shown_width("🇩🇪🇫🇷") == 4);
    CHECK(shown_width("1\ufe0f\u20e3") == 2);
    CHECK(shown_width("❤") == 1);
    CHECK(shown_width("❤\ufe0f") == 2);
    CHECK(shown_width("⌚") == 2);
}

TEST_CASE("what would move the cursor or reorder the line is shown") {
    CHECK(shown(std::string_view("a\tb\nc\r\0\x1b[31m\x7f", 13)) == "a␉b␊c␍␀␛[31m␡");
    CHECK(shown("\u0085\u009b") == "\\u0085\\u009b");
    CHECK(shown("a\u202eb\u2066c\u2028") == "a\\u202eb\\u2066c\\u2028");
    CHECK(shown("\\n") == "\\n"); // text that looks like an escape stays
}

TEST_CASE("each piece that is not UTF-8 is one U+FFFD") {
    CHECK(shown("\xff\xfe") == "\ufffd\ufffd");
    CHECK(shown("a\xe2\x82") == "a\ufffd");           // cut short
    CHECK(shown("\xe2\x82z") == "\ufffdz");
    CHECK(shown("\xc0\xaf") == "\ufffd\ufffd");       // over-long
    CHECK(shown("\xed\xa0\x80") == "\ufffd\ufffd\ufffd"); // a surrogate
    CHECK(shown("\xf4\x90\x80\x80") == "\ufffd\ufffd\ufffd\ufffd");
    CHECK(shown("\xf0\x9f\x98") == "\ufffd");
}

TEST_CASE("a mark without a base stands on a dotted circle, and marks without end are broken up") {
    CHECK(shown("\u0301x") == "\u25cc\u0301x");
    CHECK(shown("\n\u0301") == "␊\u25cc\u0301");
    std::string marks = "Z";
    for (int i = 0; i < 100000; ++i) marks += "\u0301";
    CHECK(shown_width(marks) > 3000);
    CHECK(shown(marks, 3).size() < 300);
}

TEST_CASE("a text that is too wide is cut between graphemes and ends in an ellipsis") {
    CHECK(shown("abcdef", 6) == "abcdef");
    CHECK(shown("abcdef", 5) == "abcd…");
    CHECK(shown("abcdef", 1) == "…");
    CHECK(shown("abcdef", 0) == "");
    CHECK(shown("日本語", 6) == "日本語");
    CHECK(shown("日本語", 5) == "日本…");
    CHECK(shown("日本語", 4) == "日…"); // a wide one does not fit the column that is left
    CHECK(shown("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
    CHECK(shown("👩\u200d👩\u200d👧\u200d👦x", 2) == "…");
    CHECK(shown("abc", 10, true) == "abc…"); // more follows
}

TEST_CASE("any bytes keep within their columns, and showing what was shown changes nothing") {
    const unsigned seed = std::random_device()();
    INFO("seed ", seed);
    std::mt19937 random(seed);
    const std::string_view pieces[] = {
        "a", "1", " ", "\t", "\u0301", "\u200d", "\ufe0f", "\u20e3", "👍", "🏽", "🇩", "日", "\u1161", "\xff",
        "\xe2", "\x82", "\u202e", "\u0085", "ि", "न", "\u25cc", "❤", "\ufeff", "\u0600"};
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (size_t i = random() % 12; i > 0; --i) {
            if (random() % 8 == 0) text.push_back(static_cast<char>(random()));
            else text += pieces[random() % std::size(pieces)];
        }
        const size_t columns = 1 + random() % 12;
        std::string bytes;
        for (unsigned char byte : text)
            bytes += "\\x" + std::string(1, "0123456789abcdef"[byte / 16]) + "0123456789abcdef"[byte % 16];
        CAPTURE(bytes);
        CAPTURE(columns);
        Buffer once, again, parts;
        const size_t width = show(text, columns, once);
        REQUIRE(width <= columns);
        REQUIRE(show(once.view(), columns, again) == width);
        REQUIRE(std::string(again.view()) == std::string(once.view()));
        // In pieces that each fit a line it is the same text.
        std::string_view rest = text;
        while (!rest.empty()) rest.remove_prefix(show_some(rest, 6, parts).bytes);
        REQUIRE(std::string(parts.view()) == shown(text));
    }
}
