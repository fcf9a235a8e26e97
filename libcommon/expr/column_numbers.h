// The numbers of one column's cells.
#pragma once

#include "codec/batch.h"
#include "data/short_numbers.h"
#include "expr/coerce.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace rowkit::expr {

/// Calls take(i, number) where the cell of rows[i] in a column is a plain number (see read_plain_number()),
/// and other(i, cell) for the other cells, in ascending order. Short texts are read many at a time, which is
/// faster; where few are short, one by one.
template <class Take, class Other>
void each_number(const Batch& batch, size_t column, std::span<const uint32_t> rows, Take take, Other other) {
    static constexpr char nothing[8] = {};
    ShortNumbers numbers;
    bool together = true;
    for (size_t from = 0; from < rows.size(); from += ShortNumbers::most) {
        const auto part = rows.subspan(from, std::min(ShortNumbers::most, rows.size() - from));
        size_t longer = 0;
        const auto one_by_one = [&](size_t i, const Cell& cell) __attribute__((always_inline)) {
            longer += cell.size > ShortNumbers::longest;
            Number number;
            if (read_plain_number(cell, number)) [[likely]] take(from + i, number);
            else other(from + i, cell);
        };
        if (together) {
            batch.each_cell(
                part, column, [&](size_t i, const Cell& cell) __attribute__((always_inline)) {
                    const bool fits = cell.size - 1 < ShortNumbers::longest &&
                                      (cell.form == Form::plain || cell.form == Form::json_number);
                    numbers.words[i] = swar::load8(fits ? cell.data : nothing);
                    numbers.sizes[i] = fits ? cell.size : 0;
                });
            numbers.read(part.size());
            for (size_t i = 0; i < part.size(); ++i) {
                if (numbers.is_number(i)) [[likely]] take(from + i, numbers[i]);
                else one_by_one(i, batch.cell(part[i], column));
            }
        } else {
            batch.each_cell(part, column, one_by_one);
        }
        together = longer * 2 < part.size();
    }
}

} // namespace rowkit::expr
