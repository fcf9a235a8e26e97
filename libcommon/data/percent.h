// Percent-encoding, as in URLs.
#pragma once

#include "base/buffer.h"

#include <string_view>

namespace rowkit {

/// Appends `text` with all but the letters, digits and `-._~` of RFC 3986 as %XX of its bytes, so that it can
/// be any part of a URL. Bytes in `keep` stay as well.
void append_percent_encoded(std::string_view text, Buffer& out, std::string_view keep = {});

/// Undoes it; a % that two hexadecimal digits don't follow stays. `plus`: + is a blank, as in forms and
/// queries.
void append_percent_decoded(std::string_view text, bool plus, Buffer& out);

} // namespace rowkit
