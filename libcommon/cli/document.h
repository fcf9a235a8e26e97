// A tool's declaration rendered as a document: man page, completions, a row of the README.
#pragma once

#include "cli/spec.h"

#include <string>
#include <string_view>

namespace rowkit::cli {

/// `kind` is man, bash, zsh, fish, readme, whatis, examples or one that the tool declares. The same
/// declaration always gives the same text.
std::string document(const Spec& spec, std::string_view kind);

std::string man_page(const Spec& spec);        // roff, section 1
std::string bash_completion(const Spec& spec); // sourced after completions/bash/_rowkit
std::string zsh_completion(const Spec& spec);
std::string fish_completion(const Spec& spec);
std::string readme_row(const Spec& spec);       // one row of the table of tools
std::string whatis_entry(const Spec& spec);    // the same for rowkit(7)
std::string example_commands(const Spec& spec); // one to a line

} // namespace rowkit::cli
