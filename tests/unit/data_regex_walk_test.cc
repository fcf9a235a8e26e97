// Simple regular expressions are matched by hand as RE2 matches them, or not at all.
#include "data/named_regex.h"
#include "data/pattern.h"
#include "data/regex.h"
#include "data/regex_walk.h"

#include <doctest/doctest.h>

using namespace rowkit;

namespace {

/// "yes: a|b|-" (- for a group that took no part), "no", "unknown", or "not simple".
std::string by_walk(const std::string& regex, std::string_view text, bool bytes = false) {
    const auto tree = parse_regex_tree(regex, bytes);
    if (!tree) return "not simple";
    std::vector<std::string_view> groups(static_cast<size_t>(Regex(regex, bytes).groups()));
    switch (RegexWalk(*tree).find(text, groups)) {
    case RegexWalk::Found::no: return "no";
    case RegexWalk::Found::unknown: return "unknown";
    case RegexWalk::Found::yes: break;
    }
    std::string out = "yes:";
    for (std::string_view group : groups) out.append(" ").append(group.data() ? group : "-");
    return out;
}

std::string by_re2(const std::string& regex, std::string_view text, bool bytes = false) {
    const Regex compiled(regex, bytes);
    std::vector<std::string_view> groups(static_cast<size_t>(compiled.groups()) + 1);
    if (!compiled.find(text, 0, groups)) return "no";
    std::string out = "yes:";
    for (size_t i = 1; i < groups.size(); ++i) out.append(" ").append(groups[i].data() ? groups[i] : "-");
    return out;
}

} // namespace

TEST_CASE("a walk finds what RE2 finds") {
    const char* const patterns[] = {
        "(\\w+) (\\d+)", "^(a*?)(a*)$", "(a|ab)(c|bcd)?(d*)", "(?:x|y)+?(z)", "(.*),(.*)", "(.*?),(.*)",
        "(?:(a)|(b))c", "((a)|b)((c)|d)?", "\"([^\"\\\\]*(?:\\\\.[^\"\\\\]*)*)\"", "(\\S+)\\s+(\\S+)$",
        "\\b(\\w+)\\b.\\b(\\w+)\\b", "([^,]*),([^,]*)", "(a{2,3})(a*)", "(?:ab){2}(c?)", "(x?" "?)(x*)",
        "([]a-c-]+)", "(^|,)(b)", "(\\d{1,3})\\.(\\d{1,3})", "(-|\\w+)\\z", "(?s)(.*)\n(.*)"};
    const char* const texts[] = {
        "", "a", "ab", "abcd", "aaaa", "a 1", "x y 22", "a,b,c", "yz", "xyz", "ac", "bc bd", "\"a\\\"b\" c",
        "\"open", "ababc", "xxx", "a-]c", "10.200.3", "-", "one\ntwo", ",b", "word,word 12"};
    for (const std::string pattern : patterns)
        for (const char* text : texts) {
            CAPTURE(pattern);
            CAPTURE(text);
            CHECK(by_walk(pattern, text) == by_re2(pattern, text));
            CHECK(by_walk(pattern, text, true) == by_re2(pattern, text, true));
        }
}

TEST_CASE("what is not understood is left to RE2") {
    for (const char* pattern : {"(?i)a", "\\pL", "[[:alpha:]]", "(a*)*", "(a|b)*", "\\x41", "\\Qa(\\E",
                                "(?:)*", "a**", "\\B", "(?m)^a"})
        CHECK(by_walk(pattern, "a") == "not simple");
    CHECK(by_walk("\xC3\xA9+", "a") == "not simple"); // a character, not its last byte
}

TEST_CASE("a walk gives up where there are too many ways") {
    const std::string text(3000, 'a');
    CHECK(by_walk("^a*a*a*a*a*a*a*a*b", text + "c") == "unknown");
    CHECK(by_walk("(?:.*?a){12}b", text) == "unknown");
    CHECK(by_walk("(?:ab?)*c", text) == "unknown");
    std::vector<std::string_view> parts(1);
    CHECK_FALSE(Pattern(name_groups("(?P<x>(?:.*?a){12}b)")).match(text, parts));
    CHECK(Pattern(name_groups("(?P<x>(?:ab?)*)$")).match(text, parts));
    CHECK(parts[0] == text);
}

TEST_CASE("names of groups may stand twice, and in classes and quotes there are no groups") {
    std::vector<std::string_view> parts(2);
    const Pattern twice({"(?:a(.)|b(.))(.)", {"x", "x", "y"}});
    CHECK(twice.names() == std::vector<std::string>{"x", "y"});
    REQUIRE(twice.match("b12", parts));
    CHECK(parts[0] == "1");
    CHECK(parts[1] == "2");
    CHECK(name_groups("[(](?P<a>x)\\((b)").regex == "[(](x)\\((?:b)");
    CHECK(name_groups("[^](?P<a>](?<b>x)").names == std::vector<std::string>{"b"});
    CHECK(name_groups("\\Q(\\E(?P<a>x)").regex == "\\Q(\\E(x)");
    CHECK(name_groups("(a)(?:b)(c)").names.size() == 2);
}
