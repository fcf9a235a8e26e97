// What the tables of operators and functions say, for people to read.
#include "expr/manual.h"

#include "data/roff.h"
#include "expr/parse.h"

#include <fmt/core.h>

#include <algorithm>

namespace rowkit::expr {
namespace {

/// Of "substr substring mid": the first word, and the others as "substring, mid".
std::string_view name_of(const Function& function) {
    return function.names.substr(0, function.names.find(' '));
}

std::string aliases_of(const Function& function) {
    std::string aliases;
    for (char c : function.names.substr(name_of(function).size())) {
        if (c != ' ') aliases += c;
        else if (!aliases.empty()) aliases += ", ";
    }
    return aliases;
}

/// An example and what it gives; an empty text is shown as one.
std::string example_lines(std::string_view example, std::string_view result) {
    return fmt::format(".RS\n.PP\n{}  is  {}\n.RE\n", roff::bold(example),
                       result.empty() ? "the empty text" : roff::bold(result));
}

} // namespace

std::string function_listing() {
    size_t width = 0;
    for (const FunctionFamily& family : function_families())
        for (const Function& function : family.functions) width = std::max(width, function.signature.size());
    width = std::min<size_t>(width, 38);
    std::string text;
    for (const FunctionFamily& family : function_families()) {
        text += fmt::format("{}{}\n", text.empty() ? "" : "\n", family.title);
        for (const Function& function : family.functions) {
            text += fmt::format("  {:<{}}  {}", function.signature, width, function.meaning);
            if (const std::string aliases = aliases_of(function); !aliases.empty())
                text += " (also " + aliases + ")";
            text += '\n';
        }
    }
    return text;
}

std::string operator_manual() {
    std::string text;
    for (const Operator& each : operators())
        text += fmt::format(".TP\n{}  ({})\n{}\n{}", roff::bold(each.symbols), each.level + 1,
                            roff::sentence(each.meaning), example_lines(each.example, each.result));
    return text;
}

std::string function_manual() {
    std::string text;
    for (const FunctionFamily& family : function_families()) {
        text += fmt::format(".SS {}\n", family.title);
        for (const Function& function : family.functions) {
            text += fmt::format(".TP\n{}\n{}\n", roff::bold(function.signature),
                                roff::sentence(function.meaning));
            if (const std::string aliases = aliases_of(function); !aliases.empty())
                text += fmt::format("Also {}.\n", roff::bold(aliases));
            text += example_lines(function.example, function.result);
        }
    }
    return text;
}

} // namespace rowkit::expr
