// Comparing two values.
#pragma once

#include "base/arena.h"
#include "expr/coerce.h"
#include "expr/node.h"

#include <optional>

namespace rowkit::expr {

/// As what two sides are compared.
enum class CompareAs : uint8_t {
    number,
    text,
    time,
    boolean,
    found, // by what the two values are: as numbers if both are, else as text
};

/// By what the two sides are known to be: a time makes it times, a number numbers, a text texts.
CompareAs compare_as(Type left, Type right);

/// Whether `op` holds; nullopt: null. `odd` is set for a text in a number's place.
std::optional<bool> compare_values(Op op, CompareAs as, const Value& left, const Value& right, Arena& arena,
                                   Buffer& scratch, bool& odd);

/// Whether `op` holds where the left side is less (< 0), equal (0) or greater than the right one.
inline bool holds(Op op, int order) {
    switch (op) {
    case Op::equal: return order == 0;
    case Op::unequal: return order != 0;
    case Op::less: return order < 0;
    case Op::less_equal: return order <= 0;
    case Op::greater: return order > 0;
    default: return order >= 0;
    }
}

} // namespace rowkit::expr
