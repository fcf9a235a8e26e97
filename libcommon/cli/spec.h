// What a tool says of itself: one declaration that parsing, help, man page, completions and README share.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rowkit::cli {

/// Where an option's value goes. The kind of the target decides how the text is read: bool is a flag,
/// int64_t a whole number (decimal, "010" is ten), uint64_t a size in bytes ("64M", "1GiB"), char one byte
/// ("tab", "0x1f"), string as it is, vector<string> may be given repeatedly. An optional tells whether the
/// option was given; given without its optional value it holds "" or 0.
using Target = std::variant<bool*, int64_t*, uint64_t*, std::string*, std::optional<char>*,
                            std::optional<int64_t>*, std::optional<std::string>*, std::vector<std::string>*>;

/// What completion offers for a value.
enum class Completes { nothing, files, directories, columns, formats, choices };

struct Option {
    std::string names; // "-n,--records"; short first
    std::string value; // "N"; empty for a flag; "[LEVEL]" where it may be left out; "C|none": none is byte 0
    std::string help;  // one line, no full stop; empty: in no document
    Target target;
    Completes completes = Completes::nothing;
    std::vector<std::string> choices; // the only values allowed, where not empty
    std::string group; // the heading it stands under among the common options; "" for a tool's own

    /// "--records", or "-n" where that is the only name: what messages call it.
    std::string long_name() const;
    /// "-n", or "".
    std::string short_name() const;
    bool takes_value() const { return !value.empty() && value[0] != '['; }
    bool value_is_optional() const { return !value.empty() && value[0] == '['; }
    bool hidden() const { return help.empty(); }
};

/// A command line that runs in tests/data and the first lines of what it is for.
struct Example {
    std::string text;    // "The first three columns."
    std::string command; // "rowcut 1..3 nyc-planes.csv"
};

/// A tool's operand before the files: its one small program.
struct Argument {
    std::string name; // "COLUMNS"; empty: none
    std::string help; // what it is, in one line
    std::string* target = nullptr;
    std::vector<std::string> unless; // options ("--slug") in whose presence the operand is not taken
    Completes completes = Completes::nothing;
};

/// A file that stands before the others and has a part of its own.
struct FirstFile {
    std::string name; // "RIGHT"; empty: none
    std::string help;
    std::string* target = nullptr;
};

/// A text that a tool can print in place of its work.
struct Document {
    std::string kind; // what --document calls it
    std::string (*write)();
    std::shared_ptr<bool> asked; // by a flag of its own, where it has one
};

/// One tool's declaration. Its targets point into the tool, so it lives no longer than that.
class Spec {
public:
    Spec(std::string name, std::string purpose) : name(std::move(name)), purpose(std::move(purpose)) {}

    Spec& argument(std::string arg, std::string help, std::string* target,
                   Completes completes = Completes::nothing, std::vector<std::string> unless = {});
    Spec& first_file(std::string name, std::string help, std::string* target);
    Spec& option(std::string names, std::string value, std::string help, Target target,
                 Completes completes = Completes::nothing);
    Spec& flag(std::string names, std::string help, bool* target);
    Spec& choice(std::string names, std::string value, std::string help, Target target,
                 std::vector<std::string> choices);
    Spec& example(std::string text, std::string command);
    /// A paragraph of the man page's DESCRIPTION, in plain text; `code` in backticks is set in bold.
    Spec& describe(std::string paragraph);
    /// A part of a hand-written page that this tool can write (tests/documents.py asks for it by its kind).
    Spec& document(std::string kind, std::string (*write)());
    /// A flag that has the tool print a text and do nothing else.
    Spec& answer(std::string name, std::string help, std::string (*write)());

    std::string name;
    std::string purpose; // "keep, drop and reorder columns"
    Argument arg;
    FirstFile first;
    std::vector<Option> options;
    std::vector<Example> examples;
    std::vector<std::string> paragraphs;
    std::vector<Document> documents;
};

} // namespace rowkit::cli
