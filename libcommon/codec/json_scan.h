// The SIMD scan for where one value of JSON text ends and the next begins, whatever lies between.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowkit {

/// What the scan knows of the bytes before the next one.
struct JsonScanState {
    bool array = false;   // the values are the elements of one array; else they follow one another
    int64_t depth = 0;    // brackets open
    uint64_t inside = 0;  // all ones inside a string
    uint64_t escaped = 0; // 1: the last byte was a backslash that escapes the next one
};

/// Appends the offset of every byte in text[from, to) that stands between two values or ends them all.
/// `array`: the commas at depth 1 and the bracket that leads to depth 0; else each bracket that does. A
/// closing bracket too many counts as one that leads there. The text has Buffer::padding readable bytes after
/// `to`.
void find_json_marks(const char* text, size_t from, size_t to, JsonScanState& state,
                     std::vector<uint32_t>& marks);

/// The same byte by byte: what the SIMD scan is tested against.
void find_json_marks_scalar(const char* text, size_t from, size_t to, JsonScanState& state,
                            std::vector<uint32_t>& marks);

} // namespace rowkit
