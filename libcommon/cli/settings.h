// From the common options to what the run goes by.
#pragma once

#include "cli/parse.h"
#include "stream/settings.h"

#include <string>

namespace rowkit::cli {

Settings make_settings(const std::string& tool, const Parsed& parsed);

} // namespace rowkit::cli
