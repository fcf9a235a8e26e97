// Reading the built side of a join: a run of its own, before that of the streamed side.
#pragma once

#include "ops/join_reader.h"
#include "stream/settings.h"

#include <memory>
#include <string>

namespace rowkit::ops {

/// How the built side is read: as the settings of the whole run say, but for the format where the file's
/// suffix names it.
Settings built_side_settings(const std::string& file, const Settings& settings);

/// Reads a file; `settings` are those of the whole run. What memory does not hold is spilled. Throws Error:
/// what reading throws, exit 4 where a temporary file can't be written, exit 3 for a key that is there twice
/// where that is an error.
std::shared_ptr<JoinSide> build_join_side(const std::string& file, const Settings& settings,
                                          const JoinBuildOptions& options);

/// Throws Error (exit 3): two records of the file that built_side_settings() are for, numbered from 1, have
/// the same key. It tells their lines, for which it reads the file once more, where that can be done.
[[noreturn]] void refuse_second(const Settings& built_side, const std::vector<KeyPart>& keys,
                                const KeyBytes& key, uint64_t first, uint64_t second);

} // namespace rowkit::ops
