// A block of text with its index: which bytes are which cell of which record.
#pragma once

#include "codec/cell.h"
#include "codec/dialect.h"
#include "codec/header.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rowkit {

/// How a cell's first bytes tell its form.
enum class CellRule : uint8_t {
    csv,    // empty: null; begins with the quote: quoted
    tsv,    // empty: null; holds a backslash: escaped
    json,   // a JSON token
    logfmt, // begins with a double quote: json_string; empty: null
    text,   // the bytes are the text, empty or not
    value,  // the bytes are the text; empty: null
};

/// Where the records and cells of a text lie. The arrays belong to the indexer that made them.
struct Layout {
    std::string_view text;       // the block; Buffer::padding readable bytes follow it
    size_t records = 0;
    size_t columns = 0;          // cells of a record here
    const uint32_t* raw_begin = nullptr; // [records]: with the blank lines and comments that stand before it
    const uint32_t* raw_end = nullptr;   // [records]: past its newline
    const uint32_t* begin = nullptr;     // [records]: its first cell
    const uint32_t* ends = nullptr; // [records * columns]: the end of each cell, one byte before the next one
    const uint32_t* pairs = nullptr;     // in place of `ends`: begin and end of each cell, {0, 0}: missing
    const uint32_t* values_from = nullptr; // [records + 1]: the first of its values; null: they are its cells
    const uint32_t* values = nullptr;    // begin and end of each value
    bool contiguous = true;      // raw_end[i] == raw_begin[i + 1]
    bool whole = true;           // a record's raw bytes say what its cells say (no cell was added or dropped)
    bool escapes = false;        // tsv: there is a backslash somewhere
    CellRule rule = CellRule::csv;
    std::string_view trailing;   // blank lines and comments after the last record of the input
};

/// Some records of a batch, ascending.
class Records {
public:
    /// The first `count` ones.
    explicit Records(size_t count) : count_(count) {}
    /// These.
    Records(const uint32_t* list, size_t count) : list_(list), count_(count) {}
    /// Those from `from` on that come before `to`.
    static Records range(size_t from, size_t to) {
        Records records(to - from);
        records.from_ = static_cast<uint32_t>(from);
        return records;
    }

    /// The ones from the `from`th on that come before the `to`th.
    Records part(size_t from, size_t to) const {
        return list_ ? Records(list_ + from, to - from) : range(from_ + from, from_ + to);
    }

    size_t size() const { return count_; }
    bool consecutive() const { return !list_; }
    uint32_t operator[](size_t i) const { return list_ ? list_[i] : from_ + static_cast<uint32_t>(i); }

private:
    const uint32_t* list_ = nullptr;
    size_t count_ = 0;
    uint32_t from_ = 0;
};

/// Consecutive records of one block under one header. A view: text, offsets, header and dialect belong to
/// others and outlive it. Reading it is thread-safe.
class Batch {
public:
    Batch(const Layout& layout, const Header& header, const Dialect& dialect)
        : layout_(&layout), header_(&header), dialect_(&dialect) {}

    size_t size() const { return layout_->records; }
    Records all() const { return Records(size()); }
    /// The columns of the stream; column numbers below count in it.
    const Header& header() const { return *header_; }
    const Dialect& dialect() const { return *dialect_; }
    const Layout& layout() const { return *layout_; }

    Cell cell(size_t record, size_t column) const {
        const Layout& at = *layout_;
        if (map_) {
            if (map_[column] < 0) return {};
            column = static_cast<size_t>(map_[column]);
        }
        if (column >= at.columns) return {};
        uint32_t begin, end;
        if (at.pairs) {
            const uint32_t* pair = at.pairs + 2 * (record * at.columns + column);
            begin = pair[0];
            end = pair[1];
            if (end == 0) return absent();
        } else {
            const uint32_t* cell_end = at.ends + record * at.columns + column;
            begin = column ? cell_end[-1] + 1 : at.begin[record];
            end = *cell_end;
        }
        return form_cell(at.text.data() + begin, end - begin);
    }

    /// Calls use(i, cell) for the cell of each of `records` in one column; faster than cell() for many.
    template <class Use> void each_cell(std::span<const uint32_t> records, size_t column, Use use) const {
        const Layout& at = *layout_;
        const size_t place = map_ ? static_cast<size_t>(map_[column]) : column; // -1: past all columns
        if (at.rule != CellRule::csv || !at.ends || at.pairs || place >= at.columns) {
            for (size_t i = 0; i < records.size(); ++i) use(i, cell(records[i], column));
            return;
        }
        // What is the same for all cells stays in registers.
        const char* const text = at.text.data();
        const char quote = dialect_->quote;
        const uint32_t *const ends = at.ends + place, *const begins = at.begin;
        const size_t columns = at.columns;
        for (size_t i = 0; i < records.size(); ++i) {
            const uint32_t* const end = ends + records[i] * columns;
            const uint32_t begin = place ? end[-1] + 1 : begins[records[i]];
            use(i, csv_cell(text + begin, *end - begin, quote));
        }
    }

    /// Calls `use` with each value of a record, whatever column it is in, until it gives false. In JSON these
    /// are the strings, numbers and literals wherever they are nested; Demand::values asks for them.
    template <class Use> void each_value(size_t record, const Use& use) const {
        const Layout& at = *layout_;
        if (at.values_from) {
            for (uint32_t i = at.values_from[record]; i < at.values_from[record + 1]; ++i)
                if (!use(form_cell(at.text.data() + at.values[2 * i],
                                   at.values[2 * i + 1] - at.values[2 * i])))
                    return;
            return;
        }
        const Batch plain(at, *header_, *dialect_);
        for (size_t i = 0; i < at.columns; ++i)
            if (!use(plain.cell(record, i))) return;
    }

    /// All bytes of a record: its newline too, and blank lines and comments that stand before it.
    std::string_view raw(size_t record) const {
        const Layout& at = *layout_;
        return {at.text.data() + at.raw_begin[record], at.raw_end[record] - at.raw_begin[record]};
    }

    /// The newline that ends a record: LF, CRLF, CR, or none.
    std::string_view newline(size_t record) const {
        std::string_view bytes = raw(record);
        size_t size = bytes.ends_with("\r\n") ? 2 : bytes.ends_with('\n') || bytes.ends_with('\r') ? 1 : 0;
        return bytes.substr(bytes.size() - size);
    }

    /// `:LINE`, where a record begins in the text: what an Error's `where` says of it, completed by the run.
    /// Empty where it stands nowhere.
    std::string line_of(size_t record) const;
    /// The lines of the text before that one.
    std::optional<uint64_t> lines_before(size_t record) const;

    /// True where raw() of each record says what its cells say under header(), so that it can be kept as it
    /// is.
    bool whole() const { return layout_->whole && !map_; }
    /// True where the columns of the stream are those of this text, one to one.
    bool mapped() const { return map_ != nullptr; }

    /// Says where each column of `header` is in this text (-1: nowhere). `map` has header.size() entries.
    void align(const Header& header, const int32_t* map) {
        header_ = &header;
        map_ = map;
    }
    const int32_t* map() const { return map_; }

private:
    /// A cell that a record lacks: no key in JSON; null where a short record was let pass.
    Cell absent() const {
        bool keyed = layout_->rule == CellRule::json || layout_->rule == CellRule::logfmt ||
                     layout_->rule == CellRule::value;
        return {layout_->text.data(), 0, keyed ? Form::missing : Form::null, '"'};
    }
    static Cell csv_cell(const char* data, uint32_t size, char quote) {
        Cell cell{data, size, Form::plain, '"'};
        if (size == 0) cell.form = Form::null;
        else if (*data == quote && quote) cell.form = Form::quoted, cell.quote = quote;
        return cell;
    }
    Cell form_cell(const char* data, uint32_t size) const {
        Cell cell{data, size, Form::plain, '"'};
        switch (layout_->rule) {
        case CellRule::csv: return csv_cell(data, size, dialect_->quote);
        case CellRule::tsv:
            if (size == 0) cell.form = Form::null;
            else if (layout_->escapes && cell.raw().find('\\') != std::string_view::npos)
                cell.form = Form::escaped;
            break;
        case CellRule::json:
            switch (*data) {
            case '"': cell.form = Form::json_string; break;
            case '{':
            case '[': cell.form = Form::json_nested; break;
            case 't':
            case 'f': cell.form = Form::json_literal; break;
            case 'n': cell.form = Form::null; break;
            default: cell.form = Form::json_number;
            }
            break;
        case CellRule::logfmt:
            if (size == 0) cell.form = Form::null;
            else if (*data == '"') cell.form = Form::json_string;
            break;
        case CellRule::value:
            if (size == 0) cell.form = Form::null;
            break;
        case CellRule::text: break;
        }
        return cell;
    }

    const Layout* layout_;
    const Header* header_;
    const Dialect* dialect_;
    const int32_t* map_ = nullptr;
};

} // namespace rowkit
