// Records as an aligned table that fits a terminal.
#pragma once

#include "codec/header.h"
#include "data/table_fit.h"
#include "stream/table_cell.h"
#include "stream/writer.h"

#include <vector>

namespace rowkit {

/// Lays records out in columns, a rule under the header, numbers to the right. The first records
/// (style.look_ahead, less where they are large) are held back and decide how wide the columns are; those
/// that follow are written as they come. Where a width is to be kept, text that is too wide ends in an
/// ellipsis and columns may be left out, which the header and a last line say; else a cell too wide for its
/// column is shown whole and moves the rest of its line. Memory: some MiB and the largest record. Not
/// thread-safe.
class Table {
public:
    Table(TableStyle style, const Header& header);
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    void add(const Batch& batch, size_t record, Writer& out);
    /// Writes what is held back, if anything is.
    void release(Writer& out);
    /// After the last record.
    void finish(Writer& out);

private:
    struct Column {
        size_t width = 0;      // of the widest cell, the name included; after the look-ahead: as shown
        size_t data_width = 0; // of the widest cell
        size_t rule = 0;       // of the rule beneath the name
        bool numbers = false;  // there is a number
        bool texts = false;    // there is something else
        bool right = false;
    };
    struct Held {
        size_t end;   // in held_text_
        size_t width;
    };

    void hold(const Batch& batch, size_t record, bool keep);
    void start(Writer& out);
    void write_head();
    void write_record(const Batch& batch, size_t record, Writer& out);
    void put(std::string_view text, size_t width, size_t number);
    void end_line(Writer& out);

    TableStyle style_;
    std::vector<std::string> names_;
    TableCells cells_{style_};
    std::vector<Column> columns_;  // those that may be shown; after the look-ahead those that are
    bool started_ = false;
    size_t held_records_ = 0;
    std::vector<Held> held_;       // record by record
    Buffer held_text_;
    Buffer line_;
    Buffer cell_;
};

} // namespace rowkit
