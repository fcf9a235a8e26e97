// The columns of a stream of records.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

struct Column {
    std::string name;
    std::string raw{};   // the header cell's bytes as they stood in delimited input; empty: none
    bool nested = false; // the name is a path that stands for nested JSON objects, not a key with dots in it
};

/// The names of a stream's columns, and, where nothing changed them, the bytes that said so.
struct Header {
    std::vector<Column> columns;
    std::string line;     // all bytes before the first record (BOM, preamble, header, newline); empty: changed or none
    size_t names_at = std::string::npos; // where in `line` the names begin; npos: they are not in it
    bool terminated = true; // false: the input ended right after the names, without a newline
    bool renamed = false; // the names that stand in `line` are not those of the columns any more
    bool present = true;  // false: the input has no header (--no-header, lines); names are then 1, 2, 3 ...
    bool transient = false; // gone when the call that showed it returns: nothing may be remembered by its address

    size_t size() const { return columns.size(); }
    std::vector<std::string> names() const;
    bool same_names(const Header& other) const;
    bool has(std::string_view name) const;

    /// The header with these columns only; `line` is gone unless they are all of them in order.
    Header pick(std::span<const uint32_t> indices) const;

    void rename(size_t column, std::string name);

    /// A header of plain names.
    static Header of(std::span<const std::string> names);
};

} // namespace rowkit
