// What is wrong with an expression, with the place underlined.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace rowkit::expr {

/// Exit 2, printed as
///
///     rowwhere: expression:
///       fare > 30 adn tip > 5
///                 ^^^ expected an operator; did you mean "and"?
///     rowwhere: HINT
Error syntax_error(std::string_view source, size_t begin, size_t end, std::string_view what,
                   std::string hint = {});

} // namespace rowkit::expr
