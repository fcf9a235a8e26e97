// Globs against a matcher so plain that it can't be wrong, and what they make of odd patterns.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "data/glob.h"

using rowkit::glob_matches;

namespace {

/// By the definition, in exponential time; ASCII only, classes of the form [ab] or [!ab].
bool naive(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '*') {
        for (size_t i = 0; i <= text.size(); ++i) {
            if (naive(pattern.substr(1), text.substr(i))) return true;
        }
        return false;
    }
    if (text.empty()) return false;
    if (pattern[0] == '[') {
        const bool negated = pattern.size() > 1 && pattern[1] == '!';
        const size_t close = pattern.find(']', negated ? 3 : 2);
        if (close != std::string_view::npos) {
            const bool in = pattern.substr(negated ? 2 : 1, close - (negated ? 2 : 1)).find(text[0]) !=
                            std::string_view::npos;
            return in != negated && naive(pattern.substr(close + 1), text.substr(1));
        }
    }
    return (pattern[0] == '?' || pattern[0] == text[0]) && naive(pattern.substr(1), text.substr(1));
}

/// All words over `letters` of up to `most` letters.
std::vector<std::string> words(std::string_view letters, size_t most) {
    std::vector<std::string> all = {""};
    for (size_t from = 0, length = 0; length < most; ++length) {
        const size_t to = all.size();
        for (; from < to; ++from) {
            for (char c : letters) all.push_back(all[from] + c);
        }
    }
    return all;
}

} // namespace

TEST_CASE("globs agree with the definition on all short patterns and texts") {
    const auto texts = words("ab]", 4);
    size_t wrong = 0, right = 0;
    for (const std::string& pattern : words("ab*?[]!", 5)) {
        for (const std::string& text : texts) {
            if (glob_matches(pattern, text) == naive(pattern, text)) {
                ++right;
            } else if (++wrong < 5) {
                FAIL_CHECK("glob_matches(\"" << pattern << "\", \"" << text << "\") differs");
            }
        }
    }
    CHECK(wrong == 0);
    CHECK(right > 1000000);
}

TEST_CASE("a class holds ranges and its first closing bracket") {
    CHECK(glob_matches("x[0-9]", "x5"));
    CHECK_FALSE(glob_matches("x[0-9]", "xa"));
    CHECK(glob_matches("x[^0-9]", "xa"));
    CHECK(glob_matches("[]-]", "]"));
    CHECK(glob_matches("[]-]", "-"));
    CHECK(glob_matches("[a-]", "-"));
    CHECK_FALSE(glob_matches("[b-a]", "a"));
}

TEST_CASE("a question mark is one character of UTF-8, or one byte that is none") {
    CHECK(glob_matches("?", "é"));
    CHECK(glob_matches("?", "😀"));
    CHECK_FALSE(glob_matches("?", "éé"));
    CHECK(glob_matches("?", "\xff"));
    CHECK(glob_matches("??", "\xc3\xc3"));
    CHECK(glob_matches("?a", "\xe2" "a"));
    CHECK(glob_matches("[à-ü]tat", "état"));
    CHECK_FALSE(glob_matches("[a-z]tat", "état"));
    CHECK(glob_matches("*tat", "état"));
}

TEST_CASE("a pattern of many stars does not run away") {
    std::string pattern, text(100000, 'a');
    for (int i = 0; i < 50; ++i) pattern += "*a";
    CHECK(glob_matches(pattern, text));
    CHECK_FALSE(glob_matches(pattern + "b", text));
}
