// Delimited text: the head of a file.
#include "codec/delimited.h"
#include "codec/format.h"

#include "base/error.h"

#include <array>
#include <string>

namespace rowkit {
namespace {

constexpr std::string_view utf8_bom = "\xEF\xBB\xBF";

class DelimitedReader final : public Reader {
public:
    DelimitedReader(const Dialect& dialect, const ReadOptions& options, const Demand& demand)
        : dialect_(dialect), options_(options), demand_(demand.kind),
          drops_extra_(demand.kind == Demand::all && !demand.keeps) {}

    std::optional<Start> start(std::string_view text, bool final) override;

    std::unique_ptr<Splitter> splitter() const override {
        return make_delimited_splitter(marks_of(dialect_));
    }
    std::unique_ptr<Indexer> indexer() const override {
        CellRule rule = dialect_.backslash ? CellRule::tsv : CellRule::csv;
        return make_delimited_indexer({marks_of(dialect_), header_.size(), options_.on_bad, options_.ragged,
                                       demand_, drops_extra_, rule, dialect_.backslash},
                                      header_, dialect_);
    }
    std::unique_ptr<Slicer> slicer() const override {
        return make_delimited_slicer(marks_of(dialect_), header_.size() == 1);
    }
    std::optional<CountRule> count_rule() const override {
        if (dialect_.comment) return std::nullopt;
        return CountRule{marks_of(dialect_), header_.size() == 1};
    }
    const Dialect& dialect() const override { return dialect_; }

private:
    struct FirstRecord {
        size_t begin = 0, end = 0; // without and with its newline
        std::vector<std::string_view> cells;
        bool found = false, open = false;
    };
    FirstRecord first_record(std::string_view text, size_t from) const;
    void name_columns(const FirstRecord& first);

    Dialect dialect_;
    ReadOptions options_;
    Demand::Kind demand_;
    bool drops_extra_;
    Header header_;
};

/// Skips `lines` physical lines; npos where they do not all end in `text`.
size_t skip_lines(std::string_view text, size_t from, uint64_t lines, bool final) {
    for (; lines; --lines) {
        size_t end = text.find_first_of("\r\n", from);
        if (end == std::string_view::npos) return final ? text.size() : std::string_view::npos;
        if (text[end] == '\r' && end + 1 == text.size() && !final) return std::string_view::npos;
        from = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    return from;
}

/// Walks to the end of the first record that is neither blank nor a comment. `found` also where the text
/// ends.
DelimitedReader::FirstRecord DelimitedReader::first_record(std::string_view text, size_t from) const {
    FirstRecord first;
    const Marks marks = marks_of(dialect_);
    ScanState state;
    constexpr size_t piece = 4096; // what is not touched costs nothing: a head is mostly short
    std::array<uint32_t, piece + 64> positions;
    size_t begin = from, cell = from;
    for (size_t at = from; at < text.size();) {
        size_t to = std::min(at + piece, text.size());
        size_t count = index_cells(text.data(), at, to, marks, state, positions.data()).cells;
        for (size_t i = 0; i < count; ++i) {
            size_t end = positions[i];
            bool is_end = text[end] == '\n' || text[end] == '\r';
            bool is_comment = marks.comment && text[begin] == marks.comment;
            if (is_end && (end == begin || is_comment)) { // a blank line or a comment
                begin = cell = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
                first.cells.clear();
                continue;
            }
            first.cells.push_back(text.substr(cell, end - cell));
            cell = end + 1;
            if (!is_end) continue;
            first.begin = begin;
            first.end = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
            // A CR at the very end may yet be the first half of CRLF.
            first.found = end + 1 < text.size() || text[end] == '\n';
            return first;
        }
        at = to;
    }
    first.begin = begin;
    first.end = text.size();
    first.open = state.inside != 0;
    if (begin < text.size() && !state.in_comment) first.cells.push_back(text.substr(cell));
    return first;
}

void DelimitedReader::name_columns(const FirstRecord& first) {
    Buffer scratch;
    for (size_t i = 0; i < first.cells.size(); ++i) {
        std::string_view raw = first.cells[i];
        if (!dialect_.header) {
            header_.columns.push_back({std::to_string(i + 1)});
            continue;
        }
        Cell cell = Cell::of(raw);
        if (dialect_.quote && raw.starts_with(dialect_.quote)) cell.form = Form::quoted;
        if (dialect_.backslash) cell.form = Form::escaped;
        cell.quote = dialect_.quote;
        header_.columns.push_back({std::string(text_of(cell, scratch)), std::string(raw)});
    }
}

std::optional<Start> DelimitedReader::start(std::string_view text, bool final) {
    if (text.size() < utf8_bom.size() && !final) return std::nullopt;
    dialect_.bom = text.starts_with(utf8_bom);
    size_t from = skip_lines(text, dialect_.bom ? utf8_bom.size() : 0, options_.skip_lines, final);
    if (from == std::string_view::npos) return std::nullopt;
    FirstRecord first = first_record(text, from);
    if (!first.found && !final) return std::nullopt;
    if (first.open)
        throw Error(Exit::bad_data, ":" + std::to_string(count_lines(text.substr(0, first.begin)) + 1),
                    "a quoted cell of the header is not closed before the input ends",
                    "if quotes mean nothing in this file, say --quote none");
    std::string_view end = text.substr(0, first.end).substr(first.cells.empty() ? first.end : first.begin);
    dialect_.newline = end.ends_with("\r\n") ? "\r\n" : end.ends_with('\r') ? "\r" : "\n";
    name_columns(first);
    header_.present = dialect_.header;
    header_.terminated = first.cells.empty() || end.ends_with('\n') || end.ends_with('\r');
    Start start;
    start.consumed = dialect_.header ? first.end : from;
    header_.line = text.substr(0, start.consumed);
    if (dialect_.header) header_.names_at = first.begin;
    start.header = header_;
    return start;
}

} // namespace

std::unique_ptr<Reader> make_delimited_reader(const Dialect& dialect, const ReadOptions& options,
                                              const Demand& demand) {
    return std::make_unique<DelimitedReader>(dialect, options, demand);
}

} // namespace rowkit
