// Text for manual pages.
#pragma once

#include <string>
#include <string_view>

namespace rowkit::roff {

/// Plain text. What is typed (`exact`) keeps its ASCII quotes, dashes and carets.
std::string text(std::string_view text, bool exact = false);
/// What is typed, in bold or in italics.
std::string bold(std::string_view text);
std::string italic(std::string_view text);
/// A paragraph in which `code` stands in backticks.
std::string prose(std::string_view text);
/// "one line, no full stop", as a sentence.
std::string sentence(std::string_view text);

} // namespace rowkit::roff
