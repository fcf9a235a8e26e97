// How many columns of a terminal a text takes, and showing it so that it takes no more than it may.
#pragma once

#include "base/buffer.h"

#include <cstddef>
#include <string_view>

namespace rowkit {

/// A text of any bytes is shown thus: East Asian wide characters take two columns, combining marks and
/// zero-width characters none, an emoji sequence two, whatever it is made of; ambiguous ones take one. What
/// would move the cursor or reorder the line is shown in place of sent: control characters as their pictures
/// (U+240A for a newline, so no text of printable characters looks the same), C1 controls, line separators
/// and bidirectional controls as \u0085. Each invalid piece of UTF-8 is U+FFFD; a mark that has nothing to
/// stand on stands on U+25CC. Showing what was shown changes nothing.

/// How much of a text was shown.
struct Shown {
    size_t bytes = 0;   // of the text
    size_t columns = 0; // that they take
};

/// Appends the longest run of whole graphemes at the start of `text` that takes at most `columns`; none takes
/// more than 6.
Shown show_some(std::string_view text, size_t columns, Buffer& out);

/// Appends `text`, or as much of it as leaves room for an ellipsis in `columns`. `cut`: the text goes on
/// after this, so there is an ellipsis in any case. Returns the columns taken. No columns: nothing is
/// appended.
size_t show(std::string_view text, size_t columns, Buffer& out, bool cut = false);

/// Whether `text` is shown as its own bytes, one column each: nothing but printable ASCII.
inline bool is_plain(std::string_view text) {
    bool plain = true; // no early way out, so that the compiler does sixteen bytes at once
    for (char c : text) plain &= static_cast<unsigned char>(c - 0x20) < 0x5F;
    return plain;
}

/// The columns that all of `text` takes.
size_t shown_width(std::string_view text);

} // namespace rowkit
