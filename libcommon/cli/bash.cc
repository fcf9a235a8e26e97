// A tool's completion for bash: its options as the words that completions/bash/_rowkit reads.
#include "cli/common.h"
#include "cli/document.h"

#include <fmt/core.h>

namespace rowkit::cli {

namespace {

std::string_view kind_of(Completes completes) {
    switch (completes) {
    case Completes::files:
        return "files";
    case Completes::directories:
        return "directories";
    case Completes::columns:
        return "columns";
    case Completes::formats:
    case Completes::choices:
        return "choices";
    case Completes::nothing:
        break;
    }
    return "value";
}

std::string line(const Option& option) {
    if (option.hidden()) return {};
    std::string kind = option.value.empty() ? "flag" : std::string(kind_of(option.completes));
    if (option.value_is_optional()) kind = "optional-" + kind;
    std::string text = option.names + ' ' + kind;
    for (auto& choice : option.choices) text += ' ' + choice;
    return text + '\n';
}

} // namespace

std::string bash_completion(const Spec& spec) {
    std::string options;
    if (!spec.arg.name.empty()) {
        options = fmt::format("argument {}", kind_of(spec.arg.completes));
        for (auto& name : spec.arg.unless) options += ' ' + name;
        options += '\n';
    }
    for (auto& option : spec.options) options += line(option);
    Common common;
    for (auto& option : common_options(common)) options += line(option);
    return fmt::format("# Written from the declaration of {0} (tests/documents.py): do not edit.\n"
                       "declare -F _rowkit >/dev/null || . \"${{BASH_SOURCE[0]%/*}}/_rowkit\"\n\n"
                       "_rowkit_{0}() {{\n    _rowkit '{1}' \"$2\"\n}}\n"
                       "complete -o default -F _rowkit_{0} {0}\n",
                       spec.name, options);
}

} // namespace rowkit::cli
