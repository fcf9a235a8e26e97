// Text without case, and what a word is.
#pragma once

#include "base/buffer.h"

#include <cstddef>
#include <string_view>

namespace rowkit {

/// Appends `text` with each character replaced by one that stands for all its cases (Unicode's simple case
/// folding, as RE2's `(?i)` has it: k, K and the Kelvin sign are one). Bytes that are no UTF-8 stay.
void append_folded(std::string_view text, Buffer& out);

/// Whether text[begin, end) does not go on in a word at either side: letters, digits, marks and _ make words.
bool is_whole_word(std::string_view text, size_t begin, size_t end);

} // namespace rowkit
