// JSON values as text: strings with their escapes, numbers, white space.
#pragma once

#include "base/buffer.h"

#include <string>
#include <string_view>

namespace rowkit {

/// Appends `text` as a JSON string, quotes and all. Bytes that are no UTF-8 pass as they are. `padded`: 16
/// bytes may be read past the text's end.
void append_json_string(std::string_view text, Buffer& out, bool padded = false);
std::string json_string(std::string_view text);

/// A number as JSON's grammar has it.
bool is_json_number(std::string_view text);
/// The same without an exponent: what a cell of text must be to become a number.
bool is_plain_number(std::string_view text);

/// Appends a JSON value without the white space between its tokens.
void append_compact_json(std::string_view raw, Buffer& out);

inline bool is_json_space(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

} // namespace rowkit
