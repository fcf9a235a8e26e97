// Glob patterns, as shells have them for file names, over any text.
#pragma once

#include <string_view>

namespace rowkit {

/// Whether `pattern` matches all of `text`. `*` is any run of characters, `?` any one, `[abc]`, `[a-z]` one
/// of these, `[!abc]` or `[^abc]` one that is none of these (a `]` that comes first is one of them); a `[`
/// that is never closed is itself. Characters are code points; a byte that is not UTF-8 is one character.
bool glob_matches(std::string_view pattern, std::string_view text);

} // namespace rowkit
