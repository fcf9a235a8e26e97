// Keys of a join as bytes that compare as rowsort orders them: for two inputs that are sorted.
#pragma once

#include "ops/group_keys.h"

namespace rowkit::ops {

/// Appends what memcmp() compares: part by part, numbers by value before texts by their bytes, nulls last.
void append_key_order(const KeyBytes& key, size_t parts, Buffer& scratch, Buffer& out);

/// The line of a record in its batch's text, as the `where` of an Error: `:LINE`.
std::string line_of(const Batch& batch, uint32_t record);

} // namespace rowkit::ops
