// The built records that nothing was joined to.
#include "ops/joiner_worker.h"

namespace rowkit::ops {

bool Joiner::write_unmatched_past_memory(Writer& out) {
    if (!past_unmatched_) past_unmatched_ = std::make_shared<RunMerge>(past_->unmatched, nullptr, nullptr);
    constexpr size_t most = 4096, most_bytes = 1 << 20;
    std::vector<const char*> rows;
    Slabs held;
    for (RunMerge& merge = *past_unmatched_;
         !merge.at_end() && rows.size() < most && held.used() < most_bytes; merge.next())
        rows.push_back(held.copy(merge.record().bytes).data());
    write_built(rows, out);
    return !past_unmatched_->at_end();
}

bool Joiner::write_unmatched(Writer& out) {
    constexpr size_t most = 4096;
    if (!options_->kind.keep_built) return false;
    if (past_) return write_unmatched_past_memory(out);
    std::vector<const char*> rows;
    if (merge_) {
        const bool more = merge_->rest(rows);
        write_built(rows, out);
        merge_->release();
        return more;
    }
    const JoinTable& table = *side_->table;
    for (; next_built_ < table.records() && rows.size() < most; ++next_built_)
        if (!table.marked(next_built_)) rows.push_back(table.row(next_built_));
    write_built(rows, out);
    return next_built_ < table.records();
}

/// Writes built records that nothing is joined to: of the streamed columns only the keys are known.
void Joiner::write_built(std::span<const char* const> rows, Writer& out) const {
    if (rows.empty()) return;
    const CellRows reader(side_->row_cells);
    std::vector<std::vector<Cell>> streamed(header_.size() + absent_.size()), built(side_->row_cells);
    for (const char* row : rows) {
        for (std::vector<Cell>& cells : streamed) cells.push_back(Cell{"", 0, Form::null, '"'});
        reader.each(row, side_->row_cells, [&](size_t c, const Cell& cell) {
            built[c].push_back(cell);
            for (size_t key = 0; key < side_->key_cells.size(); ++key)
                if (side_->key_cells[key].cell == static_cast<int32_t>(c) && key_columns_[key] >= 0) {
                    // Of two keys for one column the first that is none stands.
                    Cell& stands = streamed[static_cast<size_t>(key_columns_[key])].back();
                    if (stands.is_null()) stands = cell;
                }
        });
    }
    std::vector<OutColumn> columns;
    for (const std::vector<Cell>& each : streamed) columns.push_back({.cells = each.data()});
    for (uint32_t cell : built_cells_) columns.push_back({.cells = built[cell].data()});
    out.add(rows.size(), columns);
    out.drain();
}

} // namespace rowkit::ops
