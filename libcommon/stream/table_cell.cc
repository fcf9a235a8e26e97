// A cell's text as tables for people show it.
#include "stream/table_cell.h"

#include <algorithm>

namespace rowkit {
namespace {

// Bytes of a cell that can stand for one column shown: a grapheme of 32 characters, each 6 bytes of JSON or a
// doubled quote. Zero-width characters could go on for ever; the cell is cut there too.
constexpr size_t most_bytes_per_column = 256;

} // namespace

TableCells::Text TableCells::text(const Cell& cell, size_t columns) {
    if (cell.is_null()) return {style_.null};
    const size_t most =
        columns < UINT32_MAX / most_bytes_per_column ? (columns + 1) * most_bytes_per_column : UINT32_MAX;
    if (cell.size <= most) return {text_of(cell, scratch_)};
    Cell start = cell;
    start.size = static_cast<uint32_t>(most);
    return {text_of(start, scratch_), true};
}

void append_blanks(size_t count, Buffer& out) {
    if (count == 0) return; // there may be no room at all, then
    std::memset(out.room(count), ' ', count);
    out.advance(count);
}

void append_rule(size_t columns, Buffer& out) {
    for (size_t i = 0; i < columns; ++i) out.append("\u2500");
}

void append_look(Look look, const TableStyle& style, Buffer& out) {
    if (!style.colour) return;
    out.append(look == Look::strong ? "\x1b[1m" : look == Look::faint ? "\x1b[2m" : "\x1b[0m");
}

} // namespace rowkit
