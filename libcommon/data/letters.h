// What Unicode says of characters: letters, marks, accents.
#pragma once

#include "base/buffer.h"

#include <cstdint>
#include <string_view>

namespace rowkit {

/// False for -1, as for every code that is none.
bool is_letter(int32_t code);

/// A combining mark.
bool is_mark(int32_t code);

/// Appends `text` with letters of Latin, Greek and Cyrillic without their accents (é is e, ø is o, ß is ss),
/// and other scripts as they are: their marks are vowels. Bytes that are not UTF-8 stay.
void append_unaccented(std::string_view text, Buffer& out);

} // namespace rowkit
