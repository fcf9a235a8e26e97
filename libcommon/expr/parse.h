// From the text of an expression to its tree.
#pragma once

#include "expr/node.h"
#include "expr/token.h"

#include <string>
#include <string_view>
#include <vector>

namespace rowkit::expr {

/// An operator's row: what binds how tightly. The manual's table is written from it.
struct Operator {
    std::string_view symbols; // "or ||"
    int level;                // the loosest first
    std::string_view meaning;
    std::string_view example; // an expression without columns
    std::string_view result;
};
std::span<const Operator> operators();

/// A name and what it is set to: `total = fare + tip`.
struct Assignment {
    std::string target; // the column's name, or a JSON path
    size_t begin = 0;   // its place in the source
    NodePtr value;
};

/// Reads one expression, the whole text. Throws Error (exit 2) with the place underlined.
NodePtr parse_expression(std::string_view source);

/// In a list of keys a whole number is the column in that place, `2` or `-1`: what is the same for all
/// records can't be meant. True: the node is a column now.
bool take_for_column(Node& node, std::string_view source);

/// Reads `a = x, b = y, ...`.
std::vector<Assignment> parse_assignments(std::string_view source);

} // namespace rowkit::expr
