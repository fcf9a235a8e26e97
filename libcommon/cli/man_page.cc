// A tool's manual page in roff.
#include "cli/document.h"

namespace rowkit::cli {

std::string man_page(const Spec& spec) { return spec.name + '\n'; }

} // namespace rowkit::cli
