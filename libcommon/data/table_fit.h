// Sharing a line's columns out among the columns of a table.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace rowkit {

/// What one column of a table asks for, in columns of the terminal.
struct ColumnNeed {
    size_t width = 0; // of its widest cell
    size_t least = 0; // below this it says nothing; at most `width`
};

struct TableFit {
    std::vector<size_t> widths; // of the columns shown, from the first on
    bool all = true;            // every column is shown
};

/// Fits columns with `gap` between them into `width`. Where they are too wide, the widest give first, down to
/// what they need at least; where that is too wide too, the last columns are left out, and `mark` columns
/// with a gap before them stay free to say so (where the width has room for it). The first column is always
/// shown. `needs` are those of the first columns; `more`: there are others behind them, which are not shown.
TableFit fit_columns(std::span<const ColumnNeed> needs, bool more, size_t width, size_t gap, size_t mark);

} // namespace rowkit
