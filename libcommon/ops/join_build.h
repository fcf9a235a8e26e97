// Reading the built side of a join: a run of its own, before that of the streamed side.
#pragma once

#include "ops/join_reader.h"
#include "stream/settings.h"

#include <memory>
#include <string>

namespace rowkit::ops {

/// How the built side is read: as the settings of the whole run say, but for the format where the file's suffix names it.
Settings built_side_settings(const std::string& file, const Settings& settings);

/// Reads a file; `settings` are those of the whole run. Throws Error: what reading throws, and exit 4 where it takes more than `settings.memory`.
std::shared_ptr<const JoinSide> build_join_side(const std::string& file, const Settings& settings,
                                                const JoinBuildOptions& options);

} // namespace rowkit::ops
