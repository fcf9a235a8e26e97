// A tool's completion for fish.
#include "cli/document.h"

namespace rowkit::cli {

std::string fish_completion(const Spec& spec) { return spec.name + '\n'; }

} // namespace rowkit::cli
