// One value of a record as it stands in the input, and how to read it as text.
#pragma once

#include "base/buffer.h"

#include <cstdint>
#include <string_view>

namespace rowkit {

/// How a cell's bytes stand for its value. It says all a writer needs, whatever format the cell came from.
enum class Form : uint8_t {
    null,         // an empty unquoted cell, or a JSON null; its bytes print it again
    missing,      // no such key in this JSON object, or no such cell in this record: no bytes
    plain,        // the bytes are the text
    text,         // the same, but never taken for a number or a boolean: a computed text
    quoted,       // CSV: begins with the quote character; doubled quotes inside
    escaped,      // TSV: holds \t \n \r or double backslash
    json_string,  // with its double quotes; backslash escapes (logfmt's quoted values too)
    json_number,  // also a plain number token
    json_literal, // true or false
    json_nested,  // an object or an array
};

/// A slice of a block (or of a text that the holder keeps alive), 16 bytes, passed by value.
struct Cell {
    const char* data = nullptr;
    uint32_t size = 0;
    Form form = Form::missing;
    char quote = '"'; // of a quoted cell

    std::string_view raw() const { return {data, size}; }
    bool is_null() const { return form == Form::null || form == Form::missing; }

    /// A cell of plain text; an empty text is an empty string, not a null.
    static Cell of(std::string_view text) {
        return {text.data(), static_cast<uint32_t>(text.size()), Form::plain, '"'};
    }
};

/// The value as text: a null is empty, quotes and escapes are undone, a JSON object or array is its own text.
/// Points into the cell, or into `scratch` (which is overwritten) where something had to be undone.
std::string_view text_of(const Cell& cell, Buffer& scratch);

/// Undoes CSV quoting: `raw` begins with `quote`. What follows the closing quote is taken as it is.
void append_unquoted(std::string_view raw, char quote, Buffer& out);

/// Undoes \t \n \r and double backslash; another backslash stays.
void append_unescaped(std::string_view raw, Buffer& out);

/// Undoes JSON string escapes: `raw` stands between double quotes, which are dropped. A lone surrogate
/// becomes U+FFFD; an escape that JSON does not know stays as it is.
void append_json_text(std::string_view raw, Buffer& out);

} // namespace rowkit
