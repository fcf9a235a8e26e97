// Lists where a text may stand too: length(), contains() and index_of() take either.
#pragma once

#include "expr/compare.h"
#include "expr/function.h"
#include "expr/json_value.h"

namespace rowkit::expr {

/// How many items the list args[0] has.
inline size_t count_items(const Call& call) {
    size_t count = 0;
    for_each_item(call.args[0], call.arena, call.scratch, [&](const Value&) { ++count; });
    return count;
}

/// The position of the first item of the list args[0] that equals args[1], as `==` has it; 0 where there is
/// none.
inline size_t position_in_list(const Call& call) {
    size_t position = 0, found = 0;
    for_each_item(call.args[0], call.arena, call.scratch, [&](const Value& item) {
        ++position;
        bool odd = false;
        Buffer scratch;
        if (found == 0 &&
            compare_values(Op::equal, CompareAs::found, item, call.args[1], call.arena, scratch, odd)
                .value_or(false))
            found = position;
    });
    return found;
}

/// An argument that is passed as it is, as text.
inline std::string_view text_of(const Call& call, size_t i) {
    return as_text(call.args[i], call.arena, call.scratch);
}

} // namespace rowkit::expr
