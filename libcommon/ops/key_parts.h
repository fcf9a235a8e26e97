// The parts of a key: what they are made of, and what they are once it is made.
#pragma once

#include "expr/formula.h"
#include "ops/group_table.h"

#include <optional>
#include <span>
#include <string>

namespace rowkit::ops {

/// One part of a key: what it is called, and what it is of each record.
struct KeyPart {
    std::string name;
    expr::Formula formula;
    std::optional<size_t> place{}; // of the column of that name, where several may bear it
    expr::Type type =
        expr::Type::any; // time: texts that are times are compared as such; text: none is a number

    /// The cells of a column.
    static KeyPart column(const Header& header, size_t place);
};

/// Whether one of a key's parts is a null; of the first 16.
bool has_null(const KeyBytes& key, size_t parts);

/// A part of a key as it is written again; of computed numbers and times what they print, in `scratch`.
Cell key_cell(const KeyBytes& key, size_t part, size_t parts, Buffer& scratch);

/// The time that a part is, if it is one.
std::optional<Time> key_time(const KeyBytes& key, size_t part, size_t parts);

/// A part as a value, of which texts are in the key or in `arena`.
expr::Value key_value(const KeyBytes& key, size_t part, size_t parts, Arena& arena);

/// Key bytes made of such cells: what GroupKeys::make() made of them; times where the parts are computed
/// ones. They are in `out`.
KeyBytes key_of_cells(std::span<const KeyPart> parts, std::span<const Cell> cells, Buffer& out,
                      Buffer& scratch);

} // namespace rowkit::ops
