// Grok: regular expressions put together from named ones, `%{IP:client} %{WORD:verb}`.
#pragma once

#include "data/named_regex.h"

#include <string>
#include <string_view>

namespace rowkit {

/// Expands `%{NAME}`, `%{NAME:column}` and `%{NAME:column:kind}` (the kind is passed over); what stands
/// between is a regular expression. It may match anywhere in a text. Throws Error (exit 2).
NamedRegex grok_regex(std::string_view pattern);

/// The regular expression that a name stands for, in whatever case, without columns. Throws Error (exit 2).
std::string grok_kind(std::string_view name);

/// A table of all names and what they stand for, for the manual.
std::string grok_listing();

} // namespace rowkit
