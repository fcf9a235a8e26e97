// What a declaration becomes: texts with odd bytes in them stay whole in roff and in each shell's words.
#include "cli/document.h"
#include "cli/help.h"

#include <doctest/doctest.h>

using namespace rowkit::cli;

namespace {

struct Tool {
    std::string pattern;
    bool all = false;
    std::string one;

    Spec spec() {
        Spec spec("rowtry", "try what isn't plain");
        spec.argument("PATTERN", "a `pattern`", &pattern, Completes::columns, {"--all"});
        spec.flag("-a,--all", "all that's there: [each]", &all);
        spec.choice("--one", "WHICH", "one of two", &one, {"left", "right"});
        spec.option("--secret", "N", "", &one);
        spec.describe(".a line that begins with a dot, and `code\\n`");
        spec.example("Quoted.", "rowtry '!a,-1' f.csv");
        return spec;
    }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("roff sees neither commands nor escapes in the text") {
    Tool tool;
    std::string page = man_page(tool.spec());
    CHECK(page.find(".TH ROWTRY 1 \"\" \"rowkit " ROWKIT_VERSION "\"\n") != std::string::npos);
    CHECK(has(page, "\n\\&.a line that begins with a dot, and \\fBcode\\en\\fR\n"));
    CHECK(has(page, "rowtry \\(aq!a,\\-1\\(aq f.csv\n"));
    CHECK(
        has(page, "\\fB\\-\\-one\\fR \\fIWHICH\\fR\nOne of two.\nOne of \\fBleft\\fR and \\fBright\\fR.\n"));
}

TEST_CASE("an option without a help text is in no document") {
    Tool tool;
    auto spec = tool.spec();
    for (const char* kind : {"man", "bash", "zsh", "readme", "examples"}) {
        CAPTURE(kind);
        CHECK(!has(document(spec, kind), "secret"));
    }
    CHECK(!has(document(spec, "fish"), "-l secret"));
    CHECK(!has(help(spec), "secret"));
}

TEST_CASE("each shell gets the help in its own quotes") {
    Tool tool;
    auto spec = tool.spec();
    CHECK(has(zsh_completion(spec), "'(-a --all)'{-a,--all}'[all that'\\''s there\\: \\[each\\]]'"));
    CHECK(has(fish_completion(spec), "complete -c rowtry -s a -l all -d 'all that\\'s there: [each]'\n"));
    CHECK(has(bash_completion(spec),
              "argument columns --all\n-a,--all flag\n--one choices left right\n-f,--from "));
}

TEST_CASE("the README's row and the examples are plain") {
    Tool tool;
    CHECK(readme_row(tool.spec()) == "| [rowtry](man/rowtry.1) | try what isn't plain | `PATTERN` |\n");
    CHECK(example_commands(tool.spec()) == "rowtry '!a,-1' f.csv\n");
}

TEST_CASE("lines break at blanks and a word too long stands alone") {
    CHECK(wrap("aa bb cc", 2, 7) == "aa bb\n  cc");
    CHECK(wrap("aaaaaaaaaa bb", 0, 5) == "aaaaaaaaaa\nbb");
    CHECK(wrap("", 4, 80) == "");
}
