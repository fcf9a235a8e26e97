// A tool's declaration rendered as a document: which kinds there are, and the short ones.
#include "cli/document.h"

#include "cli/help.h"
#include "data/roff.h"

#include <fmt/core.h>

namespace rowkit::cli {

std::string readme_row(const Spec& spec) {
    std::string arg = spec.arg.name.empty() ? "" : '`' + spec.arg.name + '`';
    return fmt::format("| [{0}](man/{0}.1) | {1} | {2} |\n", spec.name, spec.purpose, arg);
}

std::string whatis_entry(const Spec& spec) {
    return fmt::format(".TP\n.BR {} (1)\n{}\n", spec.name, roff::sentence(spec.purpose));
}

std::string example_commands(const Spec& spec) {
    std::string text;
    for (auto& example : spec.examples) text += example.command + '\n';
    return text;
}

std::string document(const Spec& spec, std::string_view kind) {
    if (kind == "man") return man_page(spec);
    if (kind == "bash") return bash_completion(spec);
    if (kind == "zsh") return zsh_completion(spec);
    for (auto& each : spec.documents)
        if (each.kind == kind) return each.write();
    if (kind == "fish") return fish_completion(spec);
    if (kind == "whatis") return whatis_entry(spec);
    return kind == "readme" ? readme_row(spec) : example_commands(spec);
}

} // namespace rowkit::cli
