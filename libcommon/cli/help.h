// The page that --help shows.
#pragma once

#include "cli/spec.h"

#include <string>
#include <string_view>

namespace rowkit::cli {

/// "rowcut [OPTIONS] COLUMNS [FILE...]"
std::string usage(const Spec& spec);

/// "-n, --records N" as help and man page write an option.
std::string signature(const Option& option);

/// Breaks `text` at blanks into lines of at most `width` bytes; the second and later ones begin with `indent`
/// blanks, and the first is taken to begin at that column.
std::string wrap(std::string_view text, size_t indent, size_t width = 80);

/// The whole page: a screen of plain text.
std::string help(const Spec& spec);

} // namespace rowkit::cli
