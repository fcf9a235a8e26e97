// JSON strings and numbers as text.
#include <doctest/doctest.h>

#include "codec/cell.h"
#include "codec/json_escape.h"
#include "codec/json_text.h"

#include <random>
#include <string>

using namespace rowkit;

namespace {

std::string escaped_naively(std::string_view text) {
    std::string out = "\"";
    for (unsigned char c : text) {
        constexpr std::string_view named = "\"\\\n\t\r\b\f", letters = "\"\\ntrbf";
        if (size_t at = named.find(static_cast<char>(c)); at != std::string_view::npos) {
            out += {'\\', letters[at]};
        } else if (c < 0x20) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", c);
            out += code;
        } else {
            out += static_cast<char>(c);
        }
    }
    return out + '"';
}

std::string unescaped(std::string_view raw) {
    Buffer out;
    append_json_text(raw, out);
    return std::string(out.view());
}

std::string compact(std::string_view raw) {
    Buffer out;
    append_compact_json(raw, out);
    return std::string(out.view());
}

} // namespace

TEST_CASE("any text is written as a JSON string that reads back as itself") {
    std::mt19937 dice(1);
    for (int i = 0; i < 20000; ++i) {
        std::string text(dice() % 70, ' ');
        const bool wild = dice() % 2;
        for (char& c : text) c = static_cast<char>(wild ? dice() % 256 : "abc\"\\\n\x01é"[dice() % 8]);
        const std::string written = json_string(text);
        CHECK(written == escaped_naively(text));
        CHECK(unescaped(std::string_view(written).substr(1, written.size() - 2)) == text);
        Buffer padded(text.size()), out;
        padded.append(text);
        append_json_string(padded.view(), out, true);
        CHECK(out.view() == written);
    }
}

TEST_CASE("a text of escapes only needs six times its room") {
    const std::string text(100000, '\x02');
    CHECK(json_string(text).size() == 600002);
}

TEST_CASE("escapes are undone, surrogate pairs joined, and what is no escape stays") {
    CHECK(unescaped("a\\/b\\u0041\\u00e9\\u20ac") == "a/bA\xC3\xA9\xE2\x82\xAC");
    CHECK(unescaped("\\ud83d\\ude00") == "\xF0\x9F\x98\x80");
    CHECK(unescaped("\\ud83d") == "\xEF\xBF\xBD");
    CHECK(unescaped("\\ude00x") == "\xEF\xBF\xBDx");
    CHECK(unescaped("\\ud83d\\u0041") == "\xEF\xBF\xBD""A");
    CHECK(unescaped("\\x \\u12 \\") == "\\x \\u12 \\");
    CHECK(unescaped("\\\\n") == "\\n");
}

TEST_CASE("only what JSON's grammar calls a number is one") {
    for (std::string_view text :
         {"0", "-0", "10", "-12.50", "0.5", "123456789012345678901234567890", "0.0001"}) {
        CHECK_MESSAGE(is_plain_number(text), text);
        CHECK_MESSAGE(is_json_number(text), text);
    }
    for (std::string_view text : {"1e5", "1E+5", "-0.1e-10"}) {
        CHECK_MESSAGE(!is_plain_number(text), text);
        CHECK_MESSAGE(is_json_number(text), text);
    }
    for (std::string_view text : {"", "-", "+1", ".5", "1.", "01", "-01", "00", "1.2.3", "1 ", " 1", "1e",
                                  "1e+", "0x1", "NaN", "--1", "1-", "1,5"}) {
        CHECK_MESSAGE(!is_plain_number(text), text);
        CHECK_MESSAGE(!is_json_number(text), text);
    }
}

TEST_CASE("white space goes from between tokens, not from strings") {
    CHECK(compact("{ \"a b\" : [ 1 ,\n\t\"x \\\" y\\\\\" ] }") == "{\"a b\":[1,\"x \\\" y\\\\\"]}");
}
