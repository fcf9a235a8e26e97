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
    std::vector<Column>
        sought; // places in JSON that were asked for and are no columns: cells behind those, never written
    std::string
        line; // all bytes before the first record (BOM, preamble, header, newline); empty: changed or none
    size_t names_at = std::string::npos; // where in `line` the names begin; npos: they are not in it
    bool terminated = true; // false: the input ended right after the names, without a newline
    bool renamed = false; // the names that stand in `line` are not those of the columns any more
    bool present = true;  // false: the input has no header (--no-header, lines); names are then 1, 2, 3 ...
    bool sampled = false; // the columns are what the first records had; later ones may have others
    bool transient =
        false; // gone when the call that showed it returns: nothing may be remembered by its address

    size_t size() const { return columns.size(); }
    /// Of a record: first those of the columns.
    size_t cells() const { return columns.size() + sought.size(); }
    std::vector<std::string> names() const;
    /// The name of one of these cells.
    const std::string& name(size_t cell) const {
        return cell < columns.size() ? columns[cell].name : sought[cell - columns.size()].name;
    }
    /// The name of every cell.
    std::vector<std::string> cell_names() const;
    bool same_names(const Header& other) const;
    bool has(std::string_view name) const;

    /// The header with these cells only; `line` is gone unless they are all of them in order.
    Header pick(std::span<const uint32_t> indices) const;

    void rename(size_t column, std::string name);

    /// A header of plain names.
    static Header of(std::span<const std::string> names);
};

/// Why a header may lack a column, and what would mend that: another delimiter parts it, only later records
/// have the key. Empty: it seems to be all there is.
std::string header_hint(const Header& header);

/// What would mend that there is no column `name`: this, and the names that are near; empty where nothing
/// would.
std::string missing_column_hint(std::string_view name, const Header& header);

} // namespace rowkit
