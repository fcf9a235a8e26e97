// The rows of a join.
#include "ops/join_rows.h"

namespace rowkit::ops {

/// Makes an index in which each row is a record: encoders take each record once.
void JoinRows::repeat_layout() {
    const Layout& from = batch_->layout();
    const size_t count = streamed_.size(), width = from.columns * (from.pairs ? 2 : 1);
    auto repeat = [&](const uint32_t* array, size_t each, std::vector<uint32_t>& to) -> const uint32_t* {
        if (!array) return nullptr;
        to.resize(count * each + 1);
        for (size_t i = 0; i < count; ++i)
            std::copy_n(array + streamed_[i] * each, each, to.data() + i * each);
        return to.data();
    };
    layout_ = from;
    layout_.records = count;
    layout_.raw_begin = repeat(from.raw_begin, 1, raw_begin_);
    layout_.raw_end = repeat(from.raw_end, 1, raw_end_);
    layout_.begin = repeat(from.begin, 1, begin_);
    if (from.pairs)
        layout_.pairs = repeat(from.pairs, width, ends_);
    else
        layout_.ends = repeat(from.ends, width, ends_);
    layout_.values_from = layout_.values = nullptr;
    layout_.contiguous = false;
    layout_.trailing = {};
}

/// `goes_on`: the last record has more pairs.
void JoinRows::write(Writer& out, bool goes_on) {
    const size_t rows = streamed_.size(), width = batch_->header().size();
    // Cells are found by the record's number: in the batch, or in the layout of repeated ones.
    const size_t room = repeated_ ? rows : batch_->size();
    columns_.clear();
    for (size_t i = 0; i < width; ++i) columns_.push_back({static_cast<int32_t>(i)});
    if (absent_ && missing_.size() < room) missing_.resize(room);
    columns_.insert(columns_.end(), absent_, {.cells = missing_.data()});
    for (std::vector<Cell>& cells : cells_)
        if (cells.size() < room) cells.resize(room);
    for (uint32_t cell : written_) columns_.push_back({.cells = cells_[cell].data()});
    for (size_t i = 0; i < rows; ++i) {
        if (i + 8 < rows) __builtin_prefetch(built_[i + 8]);
        const size_t at = repeated_ ? i : streamed_[i];
        if (!built_[i])
            for (std::vector<Cell>& cells : cells_) cells[at] = Cell{"", 0, Form::null, '"'};
        else
            rows_.each(built_[i], cells_.size(), [&](size_t c, const Cell& cell) { cells_[c][at] = cell; });
    }
    if (!repeated_) {
        write_rows(*batch_, Records(streamed_.data(), rows), goes_on, out);
    } else {
        repeat_layout();
        Batch batch(layout_, batch_->header(), batch_->dialect());
        if (batch_->mapped()) batch.align(batch_->header(), batch_->map());
        write_rows(batch, Records(rows), goes_on, out);
    }
    streamed_.clear();
    built_.clear();
    repeated_ = false;
    out.drain();
}

/// The input's last record may lack its newline: where it comes more than once, or others follow, it gets
/// one.
void JoinRows::write_rows(const Batch& rows, Records records, bool goes_on, Writer& out) const {
    const uint32_t last = streamed_.back();
    const bool unended = last + 1 == batch_->size() && batch_->newline(last).empty();
    size_t copies = 0;
    if (unended)
        while (copies < streamed_.size() && streamed_[streamed_.size() - 1 - copies] == last) ++copies;
    const size_t ended = records.size() - copies;
    auto some = [&](size_t from, size_t to) {
        if (!repeated_) return Records(streamed_.data() + from, to - from);
        return Records::range(from, to);
    };
    if (ended) out.project(rows, some(0, ended), columns_);
    for (size_t i = ended; i < records.size(); ++i) {
        out.project(rows, some(i, i + 1), columns_);
        if (goes_on || more_follow_ || i + 1 < records.size()) out.end_record(*batch_);
    }
}

} // namespace rowkit::ops
