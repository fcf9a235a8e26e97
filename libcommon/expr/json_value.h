// Values and JSON text.
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "expr/value.h"

#include <functional>
#include <string_view>

namespace rowkit::expr {

/// Appends a value as JSON: a cell that is a number as a number.
void append_json(const Value& value, Buffer& out, Arena& arena, Buffer& scratch);

/// The value that a JSON text is; null where it is none.
Value value_of_json(std::string_view json, Arena& arena, Buffer& scratch);

/// The value at `path` (as Path::parse reads it) in a JSON text; null where there is none.
Value find_in_json(std::string_view json, std::string_view path, Arena& arena, Buffer& scratch);

/// `object` with the value at `path` set to `value`; objects that are missing on the way are made. What is no
/// object where one must be gives way to one.
Value set_in_json(const Value& object, std::string_view path, const Value& value, Arena& arena,
                  Buffer& scratch);

/// Calls `use` with each item of a list; a text that is a JSON array is one too. False where it is no list.
bool for_each_item(const Value& list, Arena& arena, Buffer& scratch,
                   const std::function<void(const Value&)>& use);

} // namespace rowkit::expr
