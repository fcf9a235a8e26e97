// A small file of CSV, all of it in memory: what an option names beside the input.
#pragma once

#include <string>
#include <vector>

namespace rowkit {

/// The records of a CSV file, as text, its first one too; all have as many cells. Throws Error for what can't
/// be read.
std::vector<std::vector<std::string>> read_small_table(const std::string& path);

/// The lines of a file that are not blank. Throws Error.
std::vector<std::string> read_small_list(const std::string& path);

} // namespace rowkit
