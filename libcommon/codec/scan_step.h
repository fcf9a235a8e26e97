// One byte of the scan: the rules of cells, quotes and newlines, written once.
#pragma once

#include "codec/scan.h"

namespace rowkit {

/// What a byte was found to be.
enum class Mark : uint8_t { none, cell_end, record_end, blank_end };

/// Feeds one byte; `blank_end` ends a blank or a comment line.
inline Mark scan_step(char byte, const Marks& marks, ScanState& s) {
    bool after_cr = s.cr != 0;
    bool after_newline = s.newline != 0;
    s.cr = 0;
    s.any_cr = byte == '\r';
    if (s.inside) {
        if (byte == marks.quote) {
            s.inside = 0;
            s.may_open = 1;
        }
        return Mark::none;
    }
    const bool opens = s.may_open != 0;
    if (byte == '\n' && after_cr) return Mark::none; // the second half of CRLF; its CR ended the record
    if (byte == '\n' || byte == '\r') {
        bool blank = after_newline || s.in_comment;
        s.cr = byte == '\r';
        s.may_open = s.newline = 1;
        s.in_comment = 0;
        return blank ? Mark::blank_end : Mark::record_end;
    }
    s.newline = 0;
    s.may_open = 0;
    if (s.in_comment) return Mark::none;
    if (marks.comment && after_newline && byte == marks.comment) {
        s.in_comment = 1;
        return Mark::none;
    }
    if (byte == marks.delimiter) {
        s.may_open = 1;
        return Mark::cell_end;
    }
    if (marks.quote && byte == marks.quote && opens) s.inside = ~uint64_t{0};
    return Mark::none;
}

} // namespace rowkit
