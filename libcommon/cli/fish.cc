// A tool's completion for fish: a `complete` command for each option.
#include "cli/common.h"
#include "cli/document.h"

#include <fmt/core.h>

namespace rowkit::cli {

namespace {

std::string quoted(std::string_view text) {
    std::string result = "'";
    for (char c : text) {
        if (c == '\'' || c == '\\') result += '\\';
        result += c;
    }
    return result + '\'';
}

/// What `complete` is told of a value: -x takes the next word and no files, -r -F takes a file; -f and -F
/// alone leave the value to --name=VALUE.
std::string value_of(const Option& option) {
    if (option.value.empty()) return {};
    std::string choices;
    for (auto& choice : option.choices) choices += (choices.empty() ? "" : " ") + choice;
    std::string takes = option.value_is_optional() ? " -f" : " -x";
    switch (option.completes) {
    case Completes::nothing:
        return takes;
    case Completes::files:
        return option.value_is_optional() ? " -F" : " -r -F";
    case Completes::directories:
        return takes + " -a '(__fish_complete_directories)'";
    case Completes::columns:
        return takes + " -a '(__rowkit_columns)'";
    case Completes::formats:
    case Completes::choices:
        break;
    }
    return fmt::format("{} -a {}", takes, quoted(choices));
}

std::string line(const Spec& spec, const Option& option) {
    if (option.hidden()) return {};
    std::string text = fmt::format("complete -c {}", spec.name);
    if (!option.short_name().empty()) text += fmt::format(" -s {}", option.short_name()[1]);
    if (option.long_name().starts_with("--")) text += fmt::format(" -l {}", option.long_name().substr(2));
    return text + value_of(option) + fmt::format(" -d {}\n", quoted(option.help));
}

std::string argument(const Spec& spec, const std::vector<Option>& common) {
    if (spec.arg.name.empty()) return {};
    std::string valued;
    for (auto* options : {&spec.options, &common})
        for (auto& option : *options)
            if (option.takes_value()) {
                if (!option.short_name().empty()) valued += option.short_name() + ' ';
                if (option.long_name() != option.short_name()) valued += option.long_name() + ' ';
            }
    valued += "unless";
    for (auto& name : spec.arg.unless) valued += ' ' + name;
    std::string offers = spec.arg.completes == Completes::columns ? " -a '(__rowkit_columns)'" : "";
    return fmt::format("complete -c {} -n '__rowkit_at_argument {}' -f{}\n", spec.name, valued, offers);
}

} // namespace

std::string fish_completion(const Spec& spec) {
    std::string text = fmt::format("# Written from the declaration of {} (tests/documents.py): do not edit.\n"
                                   "functions -q __rowkit_columns; or source (status dirname)/rowkit.fish\n",
                                   spec.name);
    Common common;
    const auto table = common_options(common);
    text += argument(spec, table);
    for (auto* options : {&spec.options, &table})
        for (auto& option : *options) text += line(spec, option);
    return text;
}

} // namespace rowkit::cli
