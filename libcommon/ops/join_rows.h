// The rows of a join: pairs of a streamed record and a built one, written some thousand at a time.
#pragma once

#include "ops/join_table.h"
#include "stream/writer.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace rowkit::ops {

/// Takes pairs in the order in which they are written. Used by one thread; a batch is started anew.
class JoinRows {
public:
    /// `row_cells`: how many cells a built record has. `written`: which of them are written. `absent`: so
    /// many columns before these the streamed records have not. `more_follow`: records may come after the
    /// input's last.
    JoinRows(size_t row_cells, std::vector<uint32_t> written, size_t absent, bool more_follow)
        : rows_(row_cells), written_(std::move(written)), absent_(absent),
          cells_(written_.empty() ? 0 : *std::ranges::max_element(written_) + 1), more_follow_(more_follow) {}

    void start(const Batch& batch) { batch_ = &batch; }
    /// `built`: the row of the built record; null: there is none, its cells are null. It is looked at up to
    /// finish().
    void add(uint32_t streamed, const char* built, Writer& out) {
        if (streamed_.size() == most) write(out, streamed_.back() == streamed);
        repeated_ = repeated_ || (!streamed_.empty() && streamed_.back() == streamed);
        streamed_.push_back(streamed);
        built_.push_back(built);
    }
    /// Writes the pairs so far; a record's next pair is one with `streamed`.
    void flush(uint32_t streamed, Writer& out) {
        if (!streamed_.empty()) write(out, streamed_.back() == streamed);
    }
    /// Writes the pairs that are left.
    void finish(Writer& out) {
        if (!streamed_.empty()) write(out, false);
    }

private:
    static constexpr size_t most = 4096;

    void write(Writer& out, bool goes_on);
    void write_rows(const Batch& rows, Records records, bool goes_on, Writer& out) const;
    void repeat_layout();

    CellRows rows_;
    std::vector<uint32_t> written_;
    size_t absent_;
    std::vector<Cell> missing_; // in all of these columns
    const Batch* batch_ = nullptr;
    std::vector<uint32_t> streamed_;
    std::vector<const char*> built_;
    bool repeated_ = false;                // a streamed record stands in it more than once
    std::vector<std::vector<Cell>> cells_; // the first ones of a row
    std::vector<OutColumn> columns_;
    bool more_follow_;
    Layout layout_; // where a record is repeated: each row as a record of its own
    std::vector<uint32_t> raw_begin_, raw_end_, begin_, ends_;
};

} // namespace rowkit::ops
