// The command line of a tool: from argv to values.
#pragma once

#include "cli/common.h"
#include "cli/spec.h"

#include <string>
#include <vector>

namespace rowkit::cli {

struct Parsed {
    Common common;
    std::vector<std::string> files; // "-" is standard input; empty where none was named
};

/// Reads the environment and the command line, sets the targets of `spec` and of the common options. Where
/// --help, --version or --document is given, prints that and exits 0. Throws Error (exit 2) for a command
/// line that makes no sense, exit 4 where what is asked for can't be printed, or ReaderGone.
Parsed parse(Spec& spec, int argc, char** argv);

/// The same without printing: `text` is what is to be printed in place of work, or empty. For tests.
Parsed interpret(Spec& spec, std::vector<std::string> words, std::string& text);

} // namespace rowkit::cli
