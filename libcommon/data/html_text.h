// Text in HTML: escapes and character references.
#pragma once

#include "base/buffer.h"

#include <string_view>

namespace rowkit {

/// Appends `text` with `& < > " '` as references, so that it is text anywhere in HTML.
void append_html_escaped(std::string_view text, Buffer& out);

/// Undoes references: numbers (&#8364; &#x20AC;) and the names of HTML 4's Latin-1, punctuation and common
/// symbols. Others stay as they are.
void append_html_unescaped(std::string_view text, Buffer& out);

} // namespace rowkit
