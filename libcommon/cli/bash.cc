// A tool's completion for bash.
#include "cli/document.h"

namespace rowkit::cli {

std::string bash_completion(const Spec& spec) { return spec.name + '\n'; }

} // namespace rowkit::cli
