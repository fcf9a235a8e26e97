// How a stream of records is written down: its format and the particulars of that format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// The rows of the one table of formats (codec/format.h).
enum class FormatId : uint8_t { csv, tsv, psv, usv, ndjson, json, lines, logfmt, ltsv, markdown, html };

enum class Quoting : uint8_t { as_is, minimal, all, never };

/// A format with its particulars. For delimited text only, but for `format` and `header`.
struct Dialect {
    FormatId format = FormatId::csv;
    char delimiter = ',';
    char quote = '"';      // '\0': no quoting
    bool backslash = false; // \t \n \r and double backslash stand for what can't stand itself (TSV)
    bool header = true;
    bool bom = false;
    char comment = 0;
    std::string_view newline = "\n"; // "\n", "\r\n" or "\r": of the first record; for writing
    bool own_newlines = true;        // for writing: a record keeps its own newline where it has one
    Quoting quoting = Quoting::as_is; // for writing

    /// True where a cell's bytes in the one are the same cell's bytes in the other.
    bool same_cells(const Dialect& other) const {
        return format == other.format && delimiter == other.delimiter && quote == other.quote &&
               backslash == other.backslash;
    }
};

enum class Ragged : uint8_t { fail, pad, trim, keep };
enum class OnBad : uint8_t { fail, skip, keep };

/// What the command line says of reading.
struct ReadOptions {
    OnBad on_bad = OnBad::fail;
    Ragged ragged = Ragged::fail;
    uint64_t skip_lines = 0;
    bool strict = false;    // walk every JSON value, also those that no one asked for
    bool optional = false;  // an unknown column passes
    bool flat = false;      // JSON objects become columns a.b, since the output is no JSON
    bool union_keys = false;
    std::string columns;    // --columns
};

/// What the command line says of writing.
struct WriteOptions {
    bool unflatten = false;
    bool strings = false;               // all text becomes JSON strings
    std::vector<std::string> types;     // "id=string"
};

} // namespace rowkit
