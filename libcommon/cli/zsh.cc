// A tool's completion for zsh: the words that _arguments takes.
#include "cli/common.h"
#include "cli/document.h"

#include <fmt/core.h>

namespace rowkit::cli {

namespace {

/// `text` for a part of a specification that ends at a colon or a bracket, inside of single quotes.
std::string escaped(std::string_view text) {
    std::string result;
    for (char c : text) {
        if (c == '\'')
            result += "'\\'";
        else if (c == ':' || c == '[' || c == ']' || c == '\\')
            result += '\\';
        result += c;
    }
    return result;
}

std::string action(Completes completes, const std::vector<std::string>& choices) {
    switch (completes) {
    case Completes::files:
        return "_files";
    case Completes::directories:
        return "_files -/";
    case Completes::columns:
        return " _rowkit";
    case Completes::formats:
    case Completes::choices:
        break;
    case Completes::nothing:
        return " ";
    }
    std::string all;
    for (auto& choice : choices) all += (all.empty() ? "" : " ") + choice;
    return '(' + all + ')';
}

std::string line(const Option& option) {
    if (option.hidden()) return {};
    std::string short_name = option.short_name(), long_name = option.long_name();
    bool repeats = std::holds_alternative<std::vector<std::string>*>(option.target);
    bool both = !short_name.empty() && short_name != long_name;

    std::string value = option.value, behind_short, behind_long;
    if (option.takes_value()) behind_short = "+", behind_long = "=";
    if (option.value_is_optional()) behind_long = "=-", value = value.substr(1, value.size() - 2);

    std::string spec = fmt::format("[{}]", escaped(option.help));
    if (!value.empty())
        spec += fmt::format("{}{}:{}", option.value_is_optional() ? "::" : ":", escaped(value),
                            action(option.completes, option.choices));
    std::string before = repeats ? "*" : both ? fmt::format("({} {})", short_name, long_name) : "";
    if (both)
        return fmt::format("    '{}'{{{}{},{}{}}}'{}' \\\n", before, short_name, behind_short, long_name,
                           behind_long, spec);
    return fmt::format("    '{}{}{}{}' \\\n", before, long_name,
                       long_name[1] == '-' ? behind_long : behind_short, spec);
}

} // namespace

std::string zsh_completion(const Spec& spec) {
    std::string text =
        fmt::format("#compdef {0}\n"
                    "# Written from the declaration of {0} (tests/documents.py): do not edit.\n"
                    "_arguments -s -S : \\\n",
                    spec.name);
    for (auto& option : spec.options) text += line(option);
    Common common;
    for (auto& option : common_options(common)) text += line(option);
    if (!spec.arg.name.empty()) {
        std::string unless;
        for (auto& name : spec.arg.unless) unless += (unless.empty() ? "" : " ") + name;
        if (!unless.empty()) unless = '(' + unless + ')';
        text += fmt::format("    '{}1:{}:{}' \\\n", unless, escaped(spec.arg.name),
                            action(spec.arg.completes, {}));
    }
    if (!spec.first.name.empty()) text += fmt::format("    ':{}:_files' \\\n", escaped(spec.first.name));
    return text + "    '*:FILE:_files'\n";
}

} // namespace rowkit::cli
