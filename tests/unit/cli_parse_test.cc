// The command line: what CLI11 would get wrong, and what is said of a line that makes no sense.
#include "base/error.h"
#include "cli/parse.h"

#include <algorithm>
#include <doctest/doctest.h>

using namespace rowkit;
using namespace rowkit::cli;
using Words = std::vector<std::string>;

namespace {

/// A tool with an option of each sort, parsed.
struct Tool {
    Parsed parsed;
    std::string columns, text, error, hint;
    bool list = false;
    int64_t records = 10;
    Words exclude;

    explicit Tool(const Words& words, bool takes_argument = true) {
        Spec spec("rowtry", "try the command line");
        if (takes_argument) spec.argument("COLUMNS", "the columns", &columns, Completes::columns, {"--list"});
        spec.flag("--list", "list the columns", &list)
            .option("-n,--records", "N", "how many records", &records)
            .option("-x,--exclude", "LIST", "not these columns", &exclude, Completes::columns)
            .example("One.", "rowtry a f.csv");
        try {
            parsed = interpret(spec, words, text);
        } catch (const Error& wrong) {
            CHECK(wrong.code() == Exit::usage);
            error = wrong.reason();
            hint = wrong.hint();
        }
    }
    const Words& files() const { return parsed.files; }
    const Common& common() const { return parsed.common; }
};

struct InEnvironment {
    const char* name;
    InEnvironment(const char* variable, const char* value) : name(variable) { setenv(variable, value, 1); }
    ~InEnvironment() { unsetenv(name); }
};

} // namespace

TEST_CASE("the operand comes first, files follow, options stand anywhere") {
    Tool tool({"-n", "3", "id,name", "--crlf", "a.csv", "-", "b.csv", "-Hj2"});
    CHECK(tool.columns == "id,name");
    CHECK(tool.files() == Words{"a.csv", "-", "b.csv"});
    CHECK(tool.records == 3);
    CHECK(tool.common().crlf);
    CHECK(tool.common().no_header);
    CHECK(tool.common().threads == 2);
}

TEST_CASE("an option of a list takes one word, not the operands behind it") {
    Tool tool({"a", "-x", "b", "f.csv", "--exclude=c,d", "g.csv", "-x", "[e,f]"});
    CHECK(tool.exclude == Words{"b", "c,d", "[e,f]"});
    CHECK(tool.files() == Words{"f.csv", "g.csv"});
}

TEST_CASE("operands in brackets are not taken apart") {
    Tool tool({"[a,b]", "[c]"});
    CHECK(tool.columns == "[a,b]");
    CHECK(tool.files() == Words{"[c]"});
}

TEST_CASE("numbers with signs and zeros arrive as they are meant") {
    CHECK(Tool({"a", "-n", "010"}).records == 10);
    CHECK(Tool({"a", "-n", "-5"}).records == -5);
    CHECK(Tool({"a", "-n-5"}).records == -5);
    CHECK(Tool({"a", "--records=-5"}).records == -5);
    CHECK(Tool({"a", "-n", "+3"}).records == 3);
    CHECK(Tool({"a", "-n", "1", "-n", "2"}).records == 2);
}

TEST_CASE("columns from the end and negated ones are operands") {
    CHECK(Tool({"-1", "f.csv"}).columns == "-1");
    CHECK(Tool({"-1,-2", "f.csv"}).columns == "-1,-2");
    CHECK(Tool({"--", "-1", "f.csv"}).columns == "-1");
    CHECK(Tool({"!a", "f.csv"}).columns == "!a");
    CHECK(Tool({"/re/", "f.csv"}).columns == "/re/");
    CHECK(Tool({"-12"}).records == 10);
}

TEST_CASE("a tool without an operand reads -5 as head does") {
    CHECK(Tool({"-5", "f.csv"}, false).records == 5);
    CHECK(Tool({"-5", "f.csv"}, false).files() == Words{"f.csv"});
    CHECK(Tool({"--", "-5"}, false).files() == Words{"-5"});
}

TEST_CASE("everything behind -- is an operand") {
    Tool tool({"--", "-n", "--help", "--"});
    CHECK(tool.columns == "-n");
    CHECK(tool.files() == Words{"--help", "--"});
    CHECK(tool.text.empty());
}

TEST_CASE("an optional value comes after an equals sign only") {
    Tool tool({"a", "--zstd", "f.csv", "--summary", "g.csv"});
    CHECK(tool.files() == Words{"f.csv", "g.csv"});
    CHECK(tool.common().zstd == 0);
    CHECK(tool.common().summary == "");
    CHECK(Tool({"a", "--zstd=5"}).common().zstd == 5);
    CHECK(Tool({"a", "--summary=true"}).common().summary == "true");
    CHECK(Tool({"a", "--summary=false"}).common().summary == "false");
    CHECK(!Tool({"a"}).common().summary);
}

TEST_CASE("an empty value is a value") {
    CHECK(Tool({"a", "--output=", "f.csv"}).files() == Words{"f.csv"});
    CHECK(Tool({"a", "--exclude=", "f.csv"}).exclude == Words{""});
    CHECK(Tool({"a", "-d", ""}).error == "--delimiter: \"\" is not one byte");
    CHECK(Tool({"", "f.csv"}).files() == Words{"f.csv"});
}

TEST_CASE("a value that is missing is named") {
    CHECK(Tool({"a", "-n"}).error == "--records needs a value, N");
    CHECK(Tool({"a", "--memory"}).error == "--memory needs a value, SIZE");
    CHECK(Tool({"a", "-Hj"}).error == "--threads needs a value, N");
    CHECK(Tool({"a", "--list=yes"}).error == "--list takes no value, but was given \"yes\"");
}

TEST_CASE("a missing operand is named, unless an option stands for it") {
    CHECK(Tool({}).error == "COLUMNS is missing: the columns");
    CHECK(Tool({}).hint == "usage: rowtry [OPTIONS] COLUMNS [FILE...]; see rowtry --help");
    Tool list({"--list", "f.csv"});
    CHECK(list.error.empty());
    CHECK(list.files() == Words{"f.csv"});
}

TEST_CASE("an unknown option offers the nearest one") {
    CHECK(Tool({"--delimeter", ",", "a"}).error == "there is no option --delimeter");
    CHECK(Tool({"--delimeter", ",", "a"}).hint == "did you mean --delimiter?");
    CHECK(Tool({"--exlude=b", "a"}).hint == "did you mean --exclude?");
    CHECK(Tool({"-q", "a"}).hint == "see rowtry --help; -- ends the options");
    CHECK(Tool({"--block-siz", "1", "a"}).hint.find("block") == std::string::npos);
}

TEST_CASE("a choice that isn't one lists them") {
    Tool tool({"a", "--on-bad", "skp"});
    CHECK(tool.error == "--on-bad: \"skp\" is none of fail, skip, keep");
    CHECK(tool.hint == "did you mean \"skip\"?");
}

TEST_CASE("--help and --version win over whatever else is wrong") {
    for (auto& words : {Words{"--help"}, Words{"--nope", "--help"}, Words{"-n", "x", "-h"},
                        Words{"-d", "--help"}, Words{"a", "b", "-Hh"}}) {
        CAPTURE(words);
        CHECK(Tool(words).text.starts_with("rowtry: try the command line\n"));
    }
    CHECK(Tool({"--version"}).text == "rowtry (rowkit) " ROWKIT_VERSION "\n");
    CHECK(Tool({"--nope", "--version"}).text == "rowtry (rowkit) " ROWKIT_VERSION "\n");
}

TEST_CASE("the help fits a screen and ends in the examples") {
    std::string text = Tool({"--help"}).text;
    size_t lines = 0;
    for (size_t at = 0; at < text.size(); lines++) {
        size_t end = text.find('\n', at);
        CHECK(end - at <= 80);
        at = end + 1;
    }
    CHECK(lines <= 40);
    CHECK(text.ends_with("Examples:\n  # One.\n  rowtry a f.csv\n"));
}

TEST_CASE("defaults come from the environment, and the command line goes before them") {
    InEnvironment threads("ROWKIT_THREADS", "3"), memory("ROWKIT_MEMORY", "64M"),
        progress("ROWKIT_PROGRESS", "never");
    CHECK(Tool({"a"}).common().threads == 3);
    CHECK(Tool({"a"}).common().memory == 64 << 20);
    CHECK(Tool({"a"}).common().progress == "never");
    CHECK(Tool({"a", "-j", "2"}).common().threads == 2);
    CHECK(Tool({"a", "--progress"}).common().progress == "always");
}

TEST_CASE("a variable that makes no sense is an error which names it, and help still comes") {
    InEnvironment threads("ROWKIT_THREADS", "many");
    CHECK(Tool({"a"}).error == "ROWKIT_THREADS: \"many\" is not a whole number");
    CHECK(!Tool({"--help"}).text.empty());
    InEnvironment none("ROWKIT_THREADS", "");
    CHECK(Tool({"a"}).common().threads == 0);
}

TEST_CASE("options that contradict each other are refused") {
    CHECK(Tool({"a", "--zstd", "--gzip"}).error == "--zstd and --gzip exclude each other");
    CHECK(Tool({"a", "--zstd=20"}).error == "--zstd: there is no level 20");
    CHECK(Tool({"a", "-d;", "--quote", ";"}).error == "--delimiter and --quote are the same byte");
    CHECK(Tool({"a", "-d", "0x0a"}).error == "--delimiter: a newline ends a record");
    CHECK(Tool({"a", "-j", "-1"}).error == "--threads: -1 is less than 0");
    CHECK(Tool({"a", "--skip", "-1"}).error == "--skip: -1 is less than 0");
}

TEST_CASE("there may be no quote, but always a delimiter") {
    CHECK(Tool({"a", "--quote", "none"}).common().quote == '\0');
    CHECK(Tool({"a", "--quote", "'"}).common().quote == '\'');
    CHECK(Tool({"a", "--delimiter", "none"}).error == "--delimiter: \"none\" is not one byte");
}

TEST_CASE("a limit of bad records is a count or a share") {
    CHECK(Tool({"a", "--max-bad", "5"}).common().max_bad == 5);
    CHECK(Tool({"a", "--max-bad", "0.5%"}).common().max_bad_percent == 0.5);
    for (const char* text : {"%", "-1%", "101%", "x", "5%%", "nan%"}) {
        CAPTURE(text);
        CHECK(!Tool({"a", "--max-bad", text}).error.empty());
    }
}

TEST_CASE("a column's type is what follows the last equals sign") {
    auto types = Tool({"a", "--type", "id,code=string", "--type", "a=b=json"}).common().types;
    REQUIRE(types.size() == 2);
    CHECK(types[0].columns == "id,code");
    CHECK(types[0].kind == "string");
    CHECK(types[1].columns == "a=b");
    CHECK(Tool({"a", "--type", "id"}).error == "--type: \"id\" is not COLUMNS=KIND");
    CHECK(Tool({"a", "--type", "id=int"}).error == "--type: \"id=int\" is not COLUMNS=KIND");
}

TEST_CASE("records set aside are left out of the output") {
    CHECK(Tool({"a", "--rejects", "r"}).common().on_bad == "skip");
    CHECK(!Tool({"a", "--rejects", "r", "--on-bad", "keep"}).error.empty());
}

TEST_CASE("any words at all are a command line or an error, never CLI11's own exception") {
    const Words pieces{"-",    "--",    "=", "-n", "--records", "--zstd", "--summary", "--list",     "x",
                       "a,b",  "5",     "+", "-H", "[",         "]",      "{",         "}",          " ",
                       "\n",   "!",     "'", "\"", "",          "\x01",   "--no-",     "--exclude=", "-x",
                       "true", "false", ":", "/",  "é",         "\xff"};
    uint32_t seed = 20231123;
    auto next = [&](size_t below) {
        seed = seed * 1664525 + 1013904223;
        return (seed >> 8) % below;
    };
    for (int round = 0; round < 3000; round++) {
        Words words(next(6));
        for (auto& word : words)
            for (size_t parts = next(4); parts > 0; parts--) word += pieces[next(pieces.size())];
        CAPTURE(round);
        CHECK_NOTHROW(Tool{words});
    }
}

TEST_CASE("no two options of the common table share a name") {
    Common common;
    Words seen;
    for (auto& option : common_options(common)) {
        for (auto name : {option.short_name(), option.long_name()}) {
            if (name.empty()) continue;
            CHECK(std::find(seen.begin(), seen.end(), name) == seen.end());
            seen.push_back(name);
        }
        CHECK(option.long_name().starts_with("--"));
        CHECK(!option.help.ends_with('.'));
    }
}
