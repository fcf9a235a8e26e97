// The options that every tool has, declared once.
#pragma once

#include "cli/spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowkit::cli {

/// `--type COL=KIND`: how the cells of some columns are written to JSON.
struct TypedColumns {
    std::string columns; // a column selection
    std::string kind;    // string, number, bool or json
};

/// What the common options say, checked; what was not given has the value written here.
struct Common {
    // Format
    std::string from; // a format's name, or empty: by the rule of rowkit(7)
    std::string to;   // empty: what the input is
    bool no_header = false;
    std::string encoding;        // as iconv names it; empty: UTF-8, or by the BOM
    int64_t skip = 0;            // lines before the header
    std::optional<char> comment; // lines that begin with it are no records
    std::string columns;         // the names of JSON's columns, as one list; empty: the first block's keys
    bool all_keys = false;       // --union: every key of the whole input, in two passes
    bool unflatten = false;
    bool strings = false;
    std::vector<TypedColumns> types;

    // Dialect
    std::optional<char> delimiter;
    std::optional<char> quote; // '\0': none
    bool crlf = false;
    bool bom = false;
    std::string quoting = "as-is"; // as-is, minimal, all, never

    // Bad data
    std::string on_bad;                    // fail, skip, keep
    std::string rejects;                   // a file, or empty
    std::optional<int64_t> max_bad;        // records
    std::optional<double> max_bad_percent; // of the records read; at most one of the two is set
    std::string ragged = "fail";           // fail, pad, trim, keep
    bool strict = false;
    bool optional = false; // columns that are not there are passed over

    // Output
    std::string output;          // a file; empty: standard output
    std::optional<int64_t> zstd; // the level, 0 for its default
    std::optional<int64_t> gzip;
    std::optional<std::string> summary; // a file; "": standard error
    std::string progress;               // always, never, auto (also where empty)

    // Resources
    int64_t threads = 0;     // 0: as many as there are processors to use
    uint64_t memory = 0;     // bytes; 0: by the machine's and the cgroup's
    std::string tmpdir;      // empty: $TMPDIR, or /tmp
    uint64_t block_size = 0; // bytes of a block, for tests; 0: the reader's choice

    // Text to print in place of work
    bool help = false;
    bool version = false;
    std::string document; // man, bash, zsh, fish, readme, examples

    // As given, before check()
    std::string max_bad_text;
    std::vector<std::string> type_texts;
};

/// The table: every common option, bound to `common`, grouped in the order of documents.
std::vector<Option> common_options(Common& common);

/// A variable of the environment that gives a common option its default.
struct Variable {
    std::string name;   // "ROWKIT_THREADS"
    std::string option; // "--threads"
};
std::vector<Variable> environment_variables();

/// Takes the defaults from the environment; an invalid one throws Error (exit 2) naming the variable.
void apply_environment(const std::vector<Option>& table);

/// Looks at the options together once all are set, and derives what is kept parsed. Throws Error (exit 2).
void check(Common& common);

} // namespace rowkit::cli
