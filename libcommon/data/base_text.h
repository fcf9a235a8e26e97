// Bytes as text: base64, base32, hexadecimal.
#pragma once

#include "base/buffer.h"

#include <string_view>

namespace rowkit {

enum class BaseText : uint8_t { base64, base64url, base32, hex };

/// Appends the text of some bytes. base64 and base32 (RFC 4648) are padded with `=`, base64url is not; hex is
/// lower case.
void append_base_text(BaseText base, std::string_view bytes, Buffer& out);

/// Appends the bytes of a text; false where it is none. Padding may be there or not, both alphabets of base64
/// are read, white space is skipped, as are cases of letters in base32 and hex. Bits left over at the end
/// must be zero.
bool append_from_base_text(BaseText base, std::string_view text, Buffer& out);

} // namespace rowkit
