// Whether a text is JSON.
#pragma once

#include <string_view>

namespace rowkit::expr {

/// One JSON value as RFC 8259 has it, with white space around it, and no more than 1024 levels deep. Bytes
/// that are no UTF-8 pass.
bool is_json(std::string_view text);

} // namespace rowkit::expr
