// The page that --help shows: what the tool is for, its own options, the common ones in brief, examples.
#include "cli/help.h"

#include "cli/common.h"

#include <algorithm>
#include <fmt/core.h>

namespace rowkit::cli {

namespace {

std::string own_options(const Spec& spec) {
    std::vector<std::pair<std::string, std::string>> rows;
    if (!spec.arg.name.empty()) rows.emplace_back(spec.arg.name, spec.arg.help);
    if (!spec.first.name.empty()) rows.emplace_back(spec.first.name, spec.first.help);
    for (auto& option : spec.options) {
        if (option.hidden()) continue;
        std::string choices;
        for (auto& choice : option.choices) choices += (choices.empty() ? ": " : ", ") + choice;
        rows.emplace_back(signature(option), option.help + choices);
    }
    size_t widest = 0;
    for (auto& [left, right] : rows)
        if (left.size() <= 26) widest = std::max(widest, left.size());

    std::string text;
    for (auto& [left, right] : rows) {
        text += fmt::format("  {:<{}}", left, widest);
        text += left.size() > widest ? '\n' + std::string(widest + 4, ' ') : "  ";
        text += wrap(right, widest + 4) + '\n';
    }
    return text;
}

/// One paragraph a group: "-f --from FMT, -t --to FMT, ...".
std::string common_in_brief() {
    Common common;
    std::vector<std::pair<std::string, std::string>> groups;
    std::string formats;
    for (auto& option : common_options(common)) {
        if (option.hidden()) continue;
        if (groups.empty() || groups.back().first != option.group) groups.emplace_back(option.group, "");
        std::string names = signature(option);
        names.erase(std::remove(names.begin(), names.end(), ','), names.end());
        std::replace(names.begin(), names.end(), ' ', '\x02'); // kept together by wrap()
        groups.back().second += (groups.back().second.empty() ? "" : ", ") + names;
        if (option.long_name() == "--to")
            for (auto& format : option.choices) formats += (formats.empty() ? "" : " ") + format;
    }
    std::string text;
    for (auto& [group, names] : groups) text += fmt::format("  {:<11}{}\n", group, wrap(names, 13));
    std::replace(text.begin(), text.end(), '\x02', ' ');
    return text + fmt::format("  {:<11}{}\n", "FMT", wrap(formats, 13));
}

} // namespace

std::string usage(const Spec& spec) {
    std::string arg = spec.arg.name.empty() ? "" : spec.arg.name + ' ';
    std::string first = spec.first.name.empty() ? "" : spec.first.name + ' ';
    return fmt::format("{} [OPTIONS] {}{}[FILE...]", spec.name, arg, first);
}

std::string signature(const Option& option) {
    std::string text = option.short_name();
    if (option.names.starts_with("-") && option.names.find("--") != std::string::npos) {
        if (!text.empty()) text += ", ";
        text += option.long_name();
    }
    if (option.value_is_optional()) return text + "[=" + option.value.substr(1);
    return option.value.empty() ? text : text + ' ' + option.value;
}

std::string wrap(std::string_view text, size_t indent, size_t width) {
    std::string result;
    size_t column = indent;
    while (!text.empty()) {
        size_t end = std::min(text.find(' '), text.size());
        if (!result.empty() && column + 1 + end > width) {
            result += '\n' + std::string(indent, ' ');
            column = indent;
        } else if (!result.empty()) {
            result += ' ';
            column++;
        }
        result += text.substr(0, end);
        column += end;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

std::string help(const Spec& spec) {
    std::string text = fmt::format("{}: {}\n\nUsage: {}\n", spec.name, spec.purpose, usage(spec));
    text += own_options(spec);
    text += fmt::format("\nCommon to all tools (man rowkit):\n{}", common_in_brief());
    if (!spec.examples.empty()) text += "\nExamples:\n";
    for (auto& example : spec.examples) text += fmt::format("  # {}\n  {}\n", example.text, example.command);
    return text;
}

} // namespace rowkit::cli
