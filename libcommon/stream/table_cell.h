// A cell's text as tables for people show it.
#pragma once

#include "base/buffer.h"
#include "codec/batch.h"

#include <string>

namespace rowkit {

/// How a table looks.
struct TableStyle {
    size_t width = 0;    // columns of the terminal that it must fit; 0: it gets as wide as it is
    bool colour = false;
    std::string null;    // shown for a null
    size_t look_ahead = 1000; // records that decide how wide the columns are
};

/// Reads cells for a table. Not thread-safe.
class TableCells {
public:
    explicit TableCells(const TableStyle& style) : style_(style) {}

    struct Text {
        std::string_view text; // of the batch, or good until the next call
        bool cut = false;      // more follows that no line has room for
    };
    /// A cell's text; where at most `columns` of it will be seen, not much more than that is decoded.
    Text text(const Cell& cell, size_t columns);

private:
    const TableStyle& style_;
    Buffer scratch_;
};

/// Appends blanks.
void append_blanks(size_t count, Buffer& out);

/// Appends a rule of `columns`.
void append_rule(size_t columns, Buffer& out);

/// Switches to a look, and back: nothing without colour.
enum class Look : uint8_t { plain, strong, faint };
void append_look(Look look, const TableStyle& style, Buffer& out);

} // namespace rowkit
