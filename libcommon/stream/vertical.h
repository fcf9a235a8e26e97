// Records one below the other, a line for each cell.
#pragma once

#include "codec/header.h"
#include "stream/table_cell.h"
#include "stream/writer.h"

#include <vector>

namespace rowkit {

/// Writes each record as a rule with its number and a `name │ value` line for each column. Where a width is
/// to be kept, a value that is too wide goes on in the next line, whole. Not thread-safe.
class Vertical {
public:
    Vertical(TableStyle style, const Header& header);
    Vertical(const Vertical&) = delete;
    Vertical& operator=(const Vertical&) = delete;

    void add(const Batch& batch, size_t record, Writer& out);

private:
    void write_rule();
    void write_value(std::string_view text, Writer& out);

    TableStyle style_;
    TableCells cells_{style_};
    std::vector<std::string> names_; // as shown, padded, with what follows them
    size_t name_width_ = 0;
    size_t rule_width_ = 0;
    uint64_t records_ = 0;
    Buffer line_;
};

} // namespace rowkit
