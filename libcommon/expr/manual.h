// What the tables of operators and functions say, for people to read.
#pragma once

#include <string>

namespace rowkit::expr {

/// Every function with its meaning, one a line, under the name of its family.
std::string function_listing();

/// Parts of rowkit-expressions(7), in roff: the operators, each with its level; every function with
/// signature, meaning, other names and an example.
std::string operator_manual();
std::string function_manual();

} // namespace rowkit::expr
