// The tree of an expression.
#pragma once

#include "expr/function.h"
#include "expr/value.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::expr {

enum class Op : uint8_t {
    literal,
    column,     // name; args: none
    item,       // _ : the element that map() and filter() look at, or the column of --each
    list,       // [a, b]
    path,       // args[0] is a value, `name` a path into its JSON
    call,       // function, name
    conditional, // args: condition, then, else
    either,     // or
    both,       // and
    negation,   // not
    equal,
    unequal,
    less,
    less_equal,
    greater,
    greater_equal,
    matches,     // =~
    matches_not, // !~
    in,          // args[0] in args[1..]; or in a list
    not_in,
    coalesce,    // ??
    concat,      // ++
    add,
    subtract,
    multiply,
    divide,
    floor_divide,
    modulo,
    minus,
    power,
    is_null,
    is_not_null,
    is_empty,
    is_not_empty,
};

struct Node {
    Op op = Op::literal;
    size_t begin = 0, end = 0; // bytes in the source
    Value literal;             // texts point into `text`
    std::string text;          // of a literal text; of a path: its text
    std::string name;          // of a column, a function as written
    std::vector<std::unique_ptr<Node>> args;
    uint32_t height = 0; // of the tree below

    // What binding adds.
    Type type = Type::any;
    int32_t column = -1;                   // in the header; -1: not there (--optional), always null
    const Function* function = nullptr;
    std::unique_ptr<Prepared> prepared;
    uint32_t slot = 0;                     // where the evaluation keeps its values
    bool constant = false;                 // the same for all records
};
using NodePtr = std::unique_ptr<Node>;

} // namespace rowkit::expr
