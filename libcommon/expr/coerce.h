// One value read as a value of another kind.
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "codec/cell.h"
#include "data/number_parse.h"
#include "expr/value.h"

#include <optional>

namespace rowkit::expr {

/// The value that a cell holds: null, a boolean, a list or object, else text that was read. What had to be
/// unquoted is in `arena`.
Value value_of(const Cell& cell, Arena& arena, Buffer& scratch);

/// As number: a number, or a text that is one. `odd` is set for a text that is neither a number nor blank.
inline std::optional<Number> as_number(const Value& value, bool& odd) {
    if (value.is(Type::number)) return value.number();
    if (value.is_texty()) {
        auto number = parse_number(value.text());
        odd = odd || (!number && value.text().find_first_not_of(" \t") != std::string_view::npos);
        return number;
    }
    return std::nullopt;
}

/// The number of a cell of a batch, if it is one of up to 16 plain characters; false: ask as_number().
[[gnu::always_inline]] inline bool read_plain_number(const Cell& cell, Number& number) {
    return (cell.form == Form::plain || cell.form == Form::json_number) &&
           parse_plain_number<true>(cell.raw(), number);
}

/// As time: a time, or an ISO 8601 text.
std::optional<Time> as_time(const Value& value);

/// As truth: a boolean, or the text true or false.
std::optional<bool> as_boolean(const Value& value);

/// As text: a null is the empty text; numbers and times print. What had to be made is in `arena`.
std::string_view as_text(const Value& value, Arena& arena, Buffer& scratch);

/// The cell that writes a value; texts must outlive it, those made are in `arena`.
Cell cell_of(const Value& value, Arena& arena, Buffer& scratch);

} // namespace rowkit::expr
