// A tool's completion for zsh.
#include "cli/document.h"

namespace rowkit::cli {

std::string zsh_completion(const Spec& spec) { return spec.name + '\n'; }

} // namespace rowkit::cli
