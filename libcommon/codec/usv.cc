// USV: units end with U+241F (or the control character 1F), records with U+241E (or 1E); a newline right
// after a record's end belongs to it. There are no quotes and no escapes, so a cell holds anything but those
// four.
//
// The last unit of a record needs no mark of its own. In a file whose first record ends with a unit mark and
// then a record mark, all do so; there the last unit is the one before that mark, not an empty one after it.
#include "base/error.h"
#include "codec/format.h"
#include "codec/line_encoder.h"
#include "codec/line_index.h"
#include "codec/ragged.h"

#include <algorithm>

namespace rowkit {
namespace {

constexpr std::string_view unit_symbol = "\xE2\x90\x9F", record_symbol = "\xE2\x90\x9E";
constexpr char unit_control = 0x1F, record_control = 0x1E;

struct Mark {
    size_t begin = std::string_view::npos, end = 0;
    bool record = false;
};

/// The mark that begins at `at`; npos: none.
Mark mark_at(std::string_view text, size_t at) {
    char byte = text[at];
    if (byte == unit_control || byte == record_control) return {at, at + 1, byte == record_control};
    if (byte == unit_symbol[0] && at + 2 < text.size() && text[at + 1] == unit_symbol[1] &&
        (text[at + 2] == unit_symbol[2] || text[at + 2] == record_symbol[2]))
        return {at, at + 3, text[at + 2] == record_symbol[2]};
    return {};
}

Mark next_mark(std::string_view text, size_t from) {
    for (; from < text.size(); ++from)
        if (Mark mark = mark_at(text, from); mark.end) return mark;
    return {};
}

/// Past the newline that may stand at `at`.
size_t past_newline(std::string_view text, size_t at) {
    if (text.substr(at, 2) == "\r\n") return at + 2;
    return at < text.size() && text[at] == '\n' ? at + 1 : at;
}

/// True where the text ends with a record's mark, or with newlines behind one.
bool past_mark(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text.ends_with(record_symbol) || text.ends_with(record_control);
}

/// True where bytes that are yet to come could be the newline at `at`.
bool newline_may_follow(std::string_view text, size_t at) {
    return at == text.size() || (text[at] == '\r' && at + 1 == text.size());
}

bool is_blank(std::string_view text) { return text.find_first_not_of("\r\n \t") == text.npos; }

class UsvSplitter final : public Splitter {
public:
    void restart() override { last_ = 0; }

    size_t scan(const char* data, size_t from, size_t to) override {
        std::string_view text(data, to);
        const size_t overlap = record_symbol.size() + 1; // a mark and a CR that came before
        const size_t first = std::max(last_, from - std::min(from, overlap));
        for (size_t at = to; at > first;) {
            Mark mark = mark_at(text, --at);
            if (!mark.record || newline_may_follow(text, mark.end)) continue;
            last_ = past_newline(text, mark.end);
            break;
        }
        return last_;
    }

private:
    size_t last_ = 0;
};

/// What the indexers of a reader go by; it belongs to the reader.
struct UsvRules {
    Header header;
    Dialect dialect;
    ReadOptions options;
    Demand::Kind demand = Demand::all;
    bool drops_extra = false; // a cell past the header's would be lost
    bool ended_units = false; // the last unit has its mark too
};

class UsvIndexer final : public Indexer {
public:
    explicit UsvIndexer(const UsvRules& rules) : rules_(rules) {}

    size_t index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) override;

private:
    bool add(size_t begin, size_t end, size_t raw_end, std::vector<BadRecord>& bad);

    const UsvRules& rules_;
    Layout layout_;
    std::vector<uint32_t> cells_; // of one record: begin and end of each
    std::vector<uint32_t> raw_begin_, raw_end_, pairs_;
    size_t raw_from_ = 0;
};

/// Adds the record whose cells are cells_. False: it was bad, and reading ends here.
bool UsvIndexer::add(size_t begin, size_t end, size_t raw_end, std::vector<BadRecord>& bad) {
    if (rules_.ended_units && cells_.size() > 2 && cells_[cells_.size() - 2] == end)
        cells_.resize(cells_.size() - 2);
    const size_t columns = rules_.header.size(), cells = cells_.size() / 2;
    raw_from_ = raw_end;
    if (cells != columns) {
        const ReadOptions& options = rules_.options;
        const bool changes = options.ragged == (cells < columns ? Ragged::pad : Ragged::trim);
        const bool kept = (options.ragged == Ragged::keep || options.on_bad == OnBad::keep) &&
                          (cells < columns || !rules_.drops_extra);
        if (!changes && !kept) {
            bad.push_back(
                {begin, raw_end - begin, ragged_reason(cells, columns), ragged_hint(cells, columns)});
            layout_.contiguous = false;
            return options.on_bad == OnBad::skip;
        }
        if (changes) layout_.whole = false;
        cells_.resize(2 * columns, 0);
    }
    raw_begin_.push_back(static_cast<uint32_t>(begin));
    raw_end_.push_back(static_cast<uint32_t>(raw_end));
    pairs_.insert(pairs_.end(), cells_.begin(), cells_.end());
    return true;
}

size_t UsvIndexer::index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) {
    for (auto* list : {&cells_, &raw_begin_, &raw_end_, &pairs_}) list->clear();
    layout_ = {};
    layout_.text = text;
    layout_.columns = rules_.header.size();
    raw_from_ = 0;
    size_t begin = 0, cell = 0, count = 0;
    bool good = true;
    auto end_cell = [&](size_t end) {
        cells_.push_back(static_cast<uint32_t>(cell));
        // An end of 0 would say that the cell is missing; any other empty place serves as well.
        cells_.push_back(static_cast<uint32_t>(end));
        if (end == 0) cells_[cells_.size() - 2] = cells_.back() = static_cast<uint32_t>(text.size());
    };
    auto end_record = [&](size_t end, size_t raw_end) {
        ++count;
        if (rules_.demand == Demand::count) return;
        end_cell(end);
        good = add(begin, end, raw_end, bad);
        cells_.clear();
    };
    while (good && begin < text.size()) {
        Mark mark = next_mark(text, cell);
        if (!mark.end) break;
        if (mark.record) {
            size_t raw_end = past_newline(text, mark.end);
            end_record(mark.begin, raw_end);
            begin = cell = raw_end;
        } else {
            if (rules_.demand != Demand::count) end_cell(mark.begin);
            cell = mark.end;
        }
    }
    if (good && last && !is_blank(text.substr(begin))) { // the last record lacks its mark
        size_t end = text.size() - text.ends_with('\n');
        end -= end < text.size() && end > cell && text[end - 1] == '\r';
        end_record(std::max(end, cell), text.size());
    }
    layout_.records = rules_.demand == Demand::count ? count : raw_begin_.size();
    layout_.raw_begin = layout_.begin = raw_begin_.data();
    layout_.raw_end = raw_end_.data();
    layout_.pairs = pairs_.data();
    if (good && rules_.demand != Demand::count) layout_.trailing = text.substr(raw_from_);
    Batch batch(layout_, rules_.header, rules_.dialect);
    use(batch);
    return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

class UsvReader final : public Reader {
public:
    UsvReader(const Dialect& dialect, const ReadOptions& options, const Demand& demand) {
        rules_.dialect = dialect;
        rules_.dialect.quote = '\0';
        rules_.options = options;
        rules_.demand = demand.kind;
        rules_.drops_extra = demand.kind == Demand::all && !demand.keeps;
    }

    std::optional<Start> start(std::string_view text, bool final) override;

    std::unique_ptr<Splitter> splitter() const override { return std::make_unique<UsvSplitter>(); }
    std::unique_ptr<Indexer> indexer() const override { return std::make_unique<UsvIndexer>(rules_); }
    std::string_view lacking(std::string_view text) const override {
        if (text.empty() || past_mark(text)) return {};
        return rules_.dialect.delimiter == unit_control ? std::string_view(&record_control, 1)
                                                        : record_symbol;
    }
    const Dialect& dialect() const override { return rules_.dialect; }

private:
    UsvRules rules_;
};

std::optional<Start> UsvReader::start(std::string_view text, bool final) {
    auto head = line_head(text, rules_.options.skip_lines, final);
    if (!head) return std::nullopt;
    std::vector<std::string_view> cells;
    Mark mark;
    size_t cell = head->size;
    for (; mark = next_mark(text, cell), mark.end && !mark.record; cell = mark.end)
        cells.push_back(text.substr(cell, mark.begin - cell));
    if (!final && (!mark.end || newline_may_follow(text, mark.end))) return std::nullopt;
    size_t end = mark.end ? past_newline(text, mark.end) : text.size();
    std::string_view rest = text.substr(cell, mark.end ? mark.begin - cell : text.npos);
    if (!mark.end && rest.ends_with('\n')) rest.remove_suffix(rest.ends_with("\r\n") ? 2 : 1);
    rules_.ended_units = mark.end && !cells.empty() && rest.empty();
    if (!rules_.ended_units && !(cells.empty() && is_blank(text.substr(head->size)))) cells.push_back(rest);
    Dialect& dialect = rules_.dialect;
    dialect.bom = head->bom;
    if (mark.end) {
        std::string_view newline = text.substr(mark.end, end - mark.end);
        dialect.newline = newline == "\r\n" ? "\r\n" : newline == "\n" ? "\n" : "";
        dialect.delimiter = mark.end - mark.begin == 1 ? unit_control : ',';
    }
    for (size_t i = 0; i < cells.size(); ++i)
        rules_.header.columns.push_back({dialect.header ? std::string(cells[i]) : std::to_string(i + 1)});
    rules_.header.present = dialect.header;
    if (dialect.header) rules_.header.names_at = head->size;
    Start start{rules_.header, dialect.header ? end : head->size};
    start.header.line = text.substr(0, start.consumed);
    return start;
}

class UsvEncoder final : public LineEncoder {
public:
    UsvEncoder(const Dialect& dialect, const Header& header) : LineEncoder(dialect, header) {
        const bool controls = dialect.delimiter == unit_control;
        unit_ = controls ? std::string_view(&unit_control, 1) : unit_symbol;
        record_ = controls ? std::string_view(&record_control, 1) : record_symbol;
        // A header that is kept tells how records end; the others have to do likewise.
        std::string_view line = header.line;
        while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
        if (line.ends_with(record_)) line.remove_suffix(record_.size());
        ended_units_ = header.present && line.ends_with(unit_);
    }

    bool takes_raw(const Dialect& input) const override {
        return LineEncoder::takes_raw(input) && input.delimiter == dialect().delimiter;
    }

    void prologue(Buffer& out) const override {
        LineEncoder::prologue(out);
        if (!header().line.empty() && !header().renamed) return;
        if (!header().present || !dialect().header || header().size() == 0) return;
        for (size_t i = 0; i < header().size(); ++i) {
            if (i) out.append(unit_);
            append_text(header().columns[i].name, i, out);
        }
        if (ended_units_) out.append(unit_);
        out.append(record_);
        out.append(dialect().newline);
    }
    std::string_view lacking(std::string_view written, const Dialect&) const override {
        return past_mark(written) ? std::string_view{} : record_;
    }

private:
    void append_text(std::string_view text, size_t column, Buffer& out) const {
        if (Mark mark = next_mark(text, 0); mark.end)
            refuse(column, text, mark.record ? "record mark (U+241E)" : "unit mark (U+241F)");
        out.append(text);
    }

    void append_record(const Batch& batch, size_t record, std::span<const OutColumn> columns, Buffer& out,
                       Buffer& scratch) const override {
        for (size_t i = 0; i < columns.size(); ++i) {
            if (i) out.append(unit_);
            append_text(text_of(columns[i].of(batch, record), scratch), i, out);
        }
        if (ended_units_) out.append(unit_);
        out.append(record_);
    }

    std::string_view unit_, record_;
    bool ended_units_ = false;
};

} // namespace

std::unique_ptr<Reader> make_usv_reader(const Dialect& dialect, const ReadOptions& options,
                                        const Demand& demand) {
    return std::make_unique<UsvReader>(dialect, options, demand);
}

std::unique_ptr<Encoder> make_usv_encoder(const Dialect& dialect, const WriteOptions&, const Header& header) {
    return std::make_unique<UsvEncoder>(dialect, header);
}

} // namespace rowkit
