// An expression, parsed, and bound to the columns of a header.
#pragma once

#include "codec/header.h"
#include "expr/node.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::expr {

/// The columns and JSON paths that a tree names, each once, in order.
std::vector<std::string> names_in(const Node& root);

struct BindOptions {
    bool optional = false;   // an unknown column is null
    bool strict = false;     // a text in a number's place is an error: what stands before it counts
    bool item = false;       // `_` stands for a value from outside (--each)
    bool condition = false;  // what it gives is true or false
};

/// A tree bound to a header: columns found, functions looked up, constants computed, kinds checked.
/// Immutable, so threads may share it; what changes is in an Evaluation.
class Program {
public:
    /// `source` is the text that `root` was parsed from. Throws Error (exit 2) for an unknown column or
    /// function, a wrong number of arguments, a text where a condition must stand.
    Program(std::string_view source, const Node& root, const Header& header, const BindOptions& options = {});
    ~Program();

    const Node& root() const { return *root_; }
    uint32_t slots() const { return slots_; }
    /// The names of the header's cells, for messages.
    const std::vector<std::string>& columns() const { return columns_; }

private:
    std::string source_;
    NodePtr root_;
    uint32_t slots_ = 0;
    std::vector<std::string> columns_;
};

/// A copy of a tree that is not bound.
NodePtr clone(const Node& node);

} // namespace rowkit::expr
