// Delimited text: where records end, and which bytes are which cell.
#include "codec/delimited.h"
#include "codec/ragged.h"

#include <cstring>
#include <memory>

namespace rowkit {
namespace {

class DelimitedSplitter final : public Splitter {
public:
    explicit DelimitedSplitter(const Marks& marks) : marks_(marks) {}

    void restart() override {
        state_ = {};
        ends_ = {};
    }
    size_t scan(const char* text, size_t from, size_t to) override {
        // A CR that came last may be the first half of a CRLF whose other half now follows.
        if (from && ends_.last == from && text[from - 1] == '\r' && text[from] == '\n') ++ends_.last;
        find_last_ends(text, from, to, marks_, state_, ends_);
        if (!ends_.last || text[ends_.last - 1] == '\n') return ends_.last;
        if (ends_.last < to) return ends_.last + (text[ends_.last] == '\n');
        size_t before = ends_.before;
        return before && text[before - 1] == '\r' && text[before] == '\n' ? before + 1 : before;
    }

private:
    Marks marks_;
    ScanState state_;
    LastEnds ends_;
};

bool is_newline(char byte) { return byte == '\n' || byte == '\r'; }

class DelimitedIndexer final : public Indexer {
public:
    DelimitedIndexer(const DelimitedRules& rules, const Header& header, const Dialect& dialect)
        : rules_(rules), header_(header), dialect_(dialect) {}

    size_t index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) override;

private:
    size_t past_newline(size_t end) const {
        if (end >= text_.size()) return text_.size();
        return end + (text_[end] == '\r' && end + 1 < text_.size() && text_[end + 1] == '\n' ? 2 : 1);
    }
    bool regular(const ScanCounts& counts);
    void walk(size_t count, bool open, std::vector<BadRecord>& bad);
    bool add(size_t raw_begin, size_t begin, const uint32_t* ends, size_t cells, std::vector<BadRecord>& bad);
    void pair_up();

    DelimitedRules rules_;
    const Header& header_;
    const Dialect& dialect_;
    std::string_view text_;
    Layout layout_;
    // As scanned: the cell ends of a regular block. Room for one a byte, of which few are used: a page that
    // is not touched costs nothing.
    std::unique_ptr<uint32_t[]> positions_;
    size_t room_ = 0;
    std::vector<uint32_t> starts_;    // of a regular block: records + 1 entries
    std::vector<uint32_t> raw_begin_, raw_end_, begin_, ends_, pairs_; // of an irregular one
    bool paired_ = false;             // pairs_ in place of ends_
};

/// Tries the common case: every record has as many cells as the header, and nothing stands between records.
bool DelimitedIndexer::regular(const ScanCounts& counts) {
    const size_t columns = rules_.columns;
    if (rules_.marks.comment || columns == 0 || counts.cells != counts.records * columns) return false;
    if (starts_.size() < counts.records + 1) starts_.resize(counts.records + 1);
    starts_[0] = 0;
    const uint32_t* end = positions_.get() + columns - 1;
    for (size_t i = 0; i < counts.records; ++i, end += columns) {
        uint32_t at = *end;
        if (at < text_.size() && !is_newline(text_[at])) return false;
        starts_[i + 1] = static_cast<uint32_t>(past_newline(at));
    }
    layout_.records = counts.records;
    layout_.raw_begin = layout_.begin = starts_.data();
    layout_.raw_end = starts_.data() + 1;
    layout_.ends = positions_.get();
    return true;
}

/// Adds one record to an irregular block. False: it was bad, and reading ends here.
bool DelimitedIndexer::add(size_t raw_begin, size_t begin, const uint32_t* ends, size_t cells,
                           std::vector<BadRecord>& bad) {
    const size_t columns = rules_.columns;
    const size_t raw_end = past_newline(ends[cells - 1]);
    if (cells != columns) {
        const bool padded = rules_.ragged == Ragged::pad && cells < columns;
        const bool trimmed = rules_.ragged == Ragged::trim && cells > columns;
        const bool kept = (rules_.ragged == Ragged::keep || rules_.on_bad == OnBad::keep) &&
                          (cells < columns || !rules_.drops_extra);
        if (!padded && !trimmed && !kept) {
            bad.push_back(
                {begin, raw_end - begin, ragged_reason(cells, columns), ragged_hint(cells, columns)});
            layout_.contiguous = false;
            return rules_.on_bad == OnBad::skip;
        }
        if (padded || trimmed) layout_.whole = false;
        pair_up();
    }
    raw_begin_.push_back(static_cast<uint32_t>(raw_begin));
    raw_end_.push_back(static_cast<uint32_t>(raw_end));
    begin_.push_back(static_cast<uint32_t>(begin));
    if (!paired_) {
        ends_.insert(ends_.end(), ends, ends + columns);
        return true;
    }
    for (size_t i = 0; i < columns; ++i) {
        bool there = i < cells;
        pairs_.push_back(!there ? 0 : i ? ends[i - 1] + 1 : static_cast<uint32_t>(begin));
        pairs_.push_back(there ? ends[i] : 0);
    }
    return true;
}

/// From the first record with another number of cells on, both ends of each cell are told.
void DelimitedIndexer::pair_up() {
    if (paired_) return;
    paired_ = true;
    for (size_t i = 0; i < ends_.size(); ++i) {
        pairs_.push_back(i % rules_.columns ? ends_[i - 1] + 1 : begin_[i / rules_.columns]);
        pairs_.push_back(ends_[i]);
    }
}

/// `open`: what follows the last record end is one record whose quote is never closed.
void DelimitedIndexer::walk(size_t count, bool open, std::vector<BadRecord>& bad) {
    for (auto* list : {&raw_begin_, &raw_end_, &begin_, &ends_, &pairs_}) list->clear();
    paired_ = false;
    bool ended = false;
    size_t raw_begin = 0, begin = 0;
    for (size_t i = 0; i < count && !ended;) {
        size_t last = i;
        while (last < count && positions_[last] < text_.size() && !is_newline(text_[positions_[last]]))
            ++last;
        if (last == count) break; // cells of the open record
        size_t after = past_newline(positions_[last]);
        bool blank = rules_.columns != 1 && last == i && positions_[i] == begin;
        bool comment = rules_.marks.comment && begin < text_.size() && text_[begin] == rules_.marks.comment;
        if (!blank && !comment) {
            ended = !add(raw_begin, begin, positions_.get() + i, last - i + 1, bad);
            raw_begin = after;
        }
        begin = after;
        i = last + 1;
    }
    if (open && !ended)
        bad.push_back({begin, text_.size() - begin, "a quoted cell is not closed before the input ends",
                       "close the quote, or say --quote none if quotes mean nothing in this input", true});
    layout_.records = begin_.size();
    layout_.raw_begin = raw_begin_.data();
    layout_.raw_end = raw_end_.data();
    layout_.begin = begin_.data();
    layout_.ends = ends_.data();
    if (paired_) {
        layout_.ends = nullptr;
        layout_.pairs = pairs_.data();
    }
    if (!open && !ended) layout_.trailing = text_.substr(raw_begin);
}

size_t DelimitedIndexer::index(std::string_view text, bool last, const Use& use,
                               std::vector<BadRecord>& bad) {
    text_ = text;
    layout_ = {};
    layout_.text = text;
    layout_.columns = rules_.columns;
    layout_.rule = rules_.rule;
    Batch batch(layout_, header_, dialect_);
    ScanState state;
    if (rules_.demand == Demand::count) {
        layout_.records =
            count_record_ends(text.data(), 0, text.size(), rules_.marks, state, rules_.columns == 1);
        if (state.inside) {
            ScanState again;
            LastEnds ends;
            find_last_ends(text.data(), 0, text.size(), rules_.marks, again, ends);
            const size_t begin = ends.last ? past_newline(ends.last - 1) : 0;
            bad.push_back({begin, text.size() - begin, "a quoted cell is not closed before the input ends",
                           "close the quote, or say --quote none if quotes mean nothing in this input",
                           true});
        } else if (last && !state.newline && !state.in_comment) ++layout_.records;
        use(batch);
        return count_lines(text);
    }
    if (room_ < text.size() + 65) {
        positions_ = std::make_unique_for_overwrite<uint32_t[]>(text.size() + 65);
        room_ = text.size() + 65;
    }
    ScanCounts counts = index_cells(text.data(), 0, text.size(), rules_.marks, state, positions_.get());
    const bool open = state.inside != 0;
    if (!open && !state.newline) { // the last record lacks its newline
        positions_[counts.cells++] = static_cast<uint32_t>(text.size());
        ++counts.records;
    }
    if (open || !regular(counts)) walk(counts.cells, open, bad);
    if (rules_.backslash) layout_.escapes = std::memchr(text.data(), '\\', text.size()) != nullptr;
    use(batch);
    return counts.lines;
}

} // namespace

std::unique_ptr<Splitter> make_delimited_splitter(const Marks& marks) {
    return std::make_unique<DelimitedSplitter>(marks);
}

std::unique_ptr<Indexer> make_delimited_indexer(const DelimitedRules& rules, const Header& header,
                                                const Dialect& dialect) {
    return std::make_unique<DelimitedIndexer>(rules, header, dialect);
}

} // namespace rowkit
