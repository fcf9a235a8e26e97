// The SIMD scan of delimited text: where cells and records end, with quotes understood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowkit {

/// What the scan looks for. A newline is LF, CRLF or a lone CR, in any mixture.
struct Marks {
    char delimiter = ',';
    char quote = '"';  // '\0': the format has no quoting
    char comment = 0;  // a line that begins so is no record; '\0': none
};

/// What the scan knows of the bytes before the next one. A fresh state stands at the start of a record.
struct ScanState {
    uint64_t inside = 0;       // all ones inside a quoted cell
    uint64_t may_open = 1; // 1: the last byte ended a cell or closed a quote, so that a quote would (re)open
    uint64_t cr = 0;           // 1: the last byte was a CR outside quotes
    uint64_t any_cr = 0;       // 1: the last byte was a CR
    uint64_t newline = 1;      // 1: the last byte ended a record (or nothing came before)
    uint64_t in_comment = 0;   // 1: inside a comment line
};

/// What index_cells() counted on its way.
struct ScanCounts {
    size_t cells = 0;   // positions written
    size_t records = 0; // of these, record ends (blank and comment lines count here)
    size_t lines = 0;   // physical lines, quoted newlines too
};

/// Writes the offset of every byte that ends a cell in text[from, to) to `positions`: delimiters, LFs, and
/// the CR of a CR or CRLF. `positions` has room for `to - from + 64` entries. The text has Buffer::padding
/// readable bytes after `to`. `to` must be below 4 GiB.
///
/// A quote opens only at the start of a cell; elsewhere in a cell it is itself. 64 bytes at a time are
/// understood by quote parity (a prefix sum modulo two by carry-less multiplication, Langdale and Lemire,
/// "Parsing gigabytes of JSON per second", 2019); where that finds a quote that opens inside a cell, the
/// quote is left out and the parity made anew.
ScanCounts index_cells(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                       uint32_t* positions);

/// The offsets just past the last and the last but one record end in text[from, to) that do not end a blank
/// or comment line; unchanged where there is none.
struct LastEnds {
    size_t last = 0;
    size_t before = 0;
};
void find_last_ends(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                    LastEnds& ends);

/// The number of record ends in text[from, to); blank lines count only where `count_blank`, comment lines
/// never.
size_t count_record_ends(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                         bool count_blank);

/// What find_record_ends() found on its way.
struct RecordEnds {
    size_t records = 0; // offsets written
    size_t lines = 0;   // physical lines, quoted newlines too
    bool odd = false;   // a closing quote may be followed by more of its cell (surely not, if false)
};

/// Writes the offset just past the newline of every record that ends in text[from, to) to `ends`, which has
/// room for `to - from`. Blank lines count only where `count_blank`, comment lines never. The whole text is
/// below 4 GiB, and Buffer::padding readable bytes follow it.
RecordEnds find_record_ends(std::string_view text, size_t from, size_t to, const Marks& marks,
                            ScanState& state, bool count_blank, uint32_t* ends);

/// Physical lines that end in `text`: LF, CRLF and lone CR. `after_cr`: the byte before was a CR.
size_t count_lines(std::string_view text, bool after_cr = false);

/// The same scans one byte at a time: what the SIMD ones are tested against, and what runs for comments.
ScanCounts index_cells_scalar(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                              uint32_t* positions);

} // namespace rowkit
