// Delimited text: writing it.
#include "codec/format.h"

#include "base/copy.h"
#include "base/error.h"
#include "codec/special.h"

#include <array>
#include <vector>

namespace rowkit {
namespace {

class DelimitedEncoder final : public Encoder {
public:
    DelimitedEncoder(const Dialect& dialect, const Header& header);

    bool takes_raw(const Dialect& input) const override {
        return keeps_cells(input) && dialect_.own_newlines;
    }
    void prologue(Buffer& out) const override;
    void append(const Batch& batch, Records records, std::span<const OutColumn> columns,
                Buffer& out) const override;
    std::string_view lacking(std::string_view written, const Dialect& input) const override {
        return written.ends_with('\n') || written.ends_with('\r') ? std::string_view{} : input.newline;
    }

private:
    bool keeps_cells(const Dialect& input) const {
        return dialect_.same_cells(input) && dialect_.quoting == Quoting::as_is;
    }
    struct Run {
        uint32_t first, last;
        const Cell* cells; // computed ones, in place of the batch's
        size_t column;     // of the output, for messages
    };
    struct Slices {
        std::vector<Run> runs;
        size_t computed = 0; // of the columns
        size_t twice = 1; // a column may be asked for again; each time it is no longer than its record
    };
    static Slices slices_of(const Batch& batch, std::span<const OutColumn> columns);
    void append_slices(const Batch& batch, Records records, std::span<const OutColumn> columns,
                       Buffer& out) const;
    void append_converted(const Batch& batch, Records records, std::span<const OutColumn> columns,
                          Buffer& out) const;
    void append_cell(const Cell& cell, size_t column, Buffer& out, Buffer& scratch) const;
    void append_text(std::string_view text, bool null, size_t column, Buffer& out) const;
    void append_newline(const Batch& batch, size_t record, size_t begin, Buffer& out) const;
    bool has_special(std::string_view text) const {
        for (char byte : text)
            if (special_[static_cast<unsigned char>(byte)]) return true;
        return false;
    }

    Dialect dialect_;
    Header header_;
    std::array<bool, 256> special_{}; // bytes that a cell can't hold as they are
    SpecialBytes special_bytes_;      // the same
    bool plain_numbers_;              // a JSON number is written as it is
};

DelimitedEncoder::DelimitedEncoder(const Dialect& dialect, const Header& header)
    : dialect_(dialect), header_(header) {
    special_bytes_ = {{dialect.delimiter, '\n', '\r', dialect.backslash ? '\\' : dialect.quote}};
    for (char byte : special_bytes_.bytes)
        if (byte) special_[static_cast<unsigned char>(byte)] = true;
    plain_numbers_ = !has_special("+-.0123456789eE") && dialect.quoting != Quoting::all;
}

void DelimitedEncoder::prologue(Buffer& out) const {
    const std::string_view line = header_.line;
    if (!line.empty() && !header_.renamed) return out.append(line);
    if (!line.empty()) out.append(line.substr(0, header_.names_at));
    else if (dialect_.bom) out.append("\xEF\xBB\xBF");
    if (!header_.present || !dialect_.header || header_.columns.empty()) return;
    for (size_t i = 0; i < header_.size(); ++i) {
        const Column& column = header_.columns[i];
        if (i) out.push_back(dialect_.delimiter);
        if (!column.raw.empty() && dialect_.quoting == Quoting::as_is) out.append(column.raw);
        else append_text(column.name, column.name.empty(), i, out);
    }
    if (header_.terminated) out.append(dialect_.newline);
}

/// Writes a text that comes from anywhere so that it reads back as itself.
void DelimitedEncoder::append_text(std::string_view text, bool null, size_t column, Buffer& out) const {
    if (dialect_.backslash) {
        for (char byte : text) {
            const char* escape = byte == '\t' ? "\\t" : byte == '\n' ? "\\n" : byte == '\r' ? "\\r"
                               : byte == '\\' ? "\\\\" : nullptr;
            if (escape) out.append(escape, 2);
            else out.push_back(byte);
        }
        return;
    }
    const bool needs = has_special(text);
    const bool quote = dialect_.quoting == Quoting::all || needs || (text.empty() && !null);
    if (!quote || (dialect_.quoting == Quoting::never && !needs)) return out.append(text);
    if (!dialect_.quote || dialect_.quoting == Quoting::never)
        throw Error(
            Exit::bad_data, {},
            "column \"" + header_.columns[column].name +
                "\": a cell holds a delimiter, a quote or a newline and can't be written without quotes",
            "leave out --quoting never and --quote none, or choose another --delimiter");
    out.push_back(dialect_.quote);
    for (char byte : text) {
        if (byte == dialect_.quote) out.push_back(byte);
        out.push_back(byte);
    }
    out.push_back(dialect_.quote);
}

void DelimitedEncoder::append_cell(const Cell& cell, size_t column, Buffer& out, Buffer& scratch) const {
    if (cell.form == Form::json_number && plain_numbers_) return out.append(cell.raw());
    const bool null = cell.is_null();
    if (null && dialect_.quoting != Quoting::all) return;
    const bool as_is = dialect_.quoting == Quoting::as_is && !dialect_.backslash;
    if (as_is && cell.form == Form::quoted && cell.quote == dialect_.quote) {
        // Quoted stays quoted; what follows the closing quote may hold what is special here.
        if (cell.raw().find(cell.quote, 1) + 1 == cell.size) return out.append(cell.raw());
    }
    if (as_is && cell.form == Form::plain && cell.size && !has_special(cell.raw()))
        return out.append(cell.raw());
    append_text(text_of(cell, scratch), null, column, out);
}

/// Ends the record whose cells begin at `begin` of `out`: with its own newline, or none where it is the last
/// and lacked one; but it must not vanish when nothing else is left of it.
void DelimitedEncoder::append_newline(const Batch& batch, size_t record, size_t begin, Buffer& out) const {
    const bool own = dialect_.own_newlines && batch.layout().raw_end; // a record that a tool made has none
    if (own) out.append(batch.newline(record));
    if (!own || out.size() == begin) out.append(dialect_.newline);
}

/// The columns as runs of neighbours, which move together with the delimiters between them.
DelimitedEncoder::Slices DelimitedEncoder::slices_of(const Batch& batch, std::span<const OutColumn> columns) {
    Slices slices;
    std::vector<bool> seen(batch.layout().columns);
    for (size_t c = 0; c < columns.size(); ++c) {
        const OutColumn& column = columns[c];
        if (column.cells) {
            slices.runs.push_back({0, 0, column.cells, c});
            ++slices.computed;
            continue;
        }
        auto at = static_cast<uint32_t>(column.column);
        if (seen[at]) ++slices.twice;
        seen[at] = true;
        if (!slices.runs.empty() && !slices.runs.back().cells && slices.runs.back().last + 1 == at)
            slices.runs.back().last = at;
        else slices.runs.push_back({at, at, nullptr, c});
    }
    return slices;
}

/// Cells that stay as they are, and computed ones between them. Room is asked for, and the end told, once for
/// many records.
void DelimitedEncoder::append_slices(const Batch& batch, Records records, std::span<const OutColumn> columns,
                                     Buffer& out) const {
    constexpr size_t at_once = 64, most_inline = 16;
    const Slices slices = slices_of(batch, columns);
    const Layout& at = batch.layout();
    const char* const text = at.text.data();
    const char delimiter = dialect_.delimiter;
    const bool own_newlines = dialect_.own_newlines;
    Buffer scratch;
    for (size_t first = 0; first < records.size(); first += at_once) {
        const size_t last = std::min(first + at_once, records.size());
        size_t most = 0;
        for (size_t i = first; i < last; ++i) most += at.raw_end[records[i]] - at.begin[records[i]];
        most = most * slices.twice + (last - first) * (columns.size() + 2 + most_inline * slices.computed);
        char* start = out.room(most);
        char* to = start;
        for (size_t i = first; i < last; ++i) {
            const size_t record = records[i], begin_size = out.size() + static_cast<size_t>(to - start);
            const uint32_t* const ends = at.ends + record * at.columns;
            for (const Run& run : slices.runs) {
                if (run.cells) {
                    const Cell& cell = run.cells[record];
                    if (cell.form == Form::json_number && plain_numbers_ && cell.size <= most_inline)
                        [[likely]] {
                        to = copy_exactly(to, cell.data, cell.size);
                    } else {
                        out.advance(static_cast<size_t>(to - start));
                        append_cell(cell, run.column, out, scratch);
                        to = start = out.room(most);
                    }
                } else {
                    const uint32_t begin = run.first ? ends[run.first - 1] + 1 : at.begin[record];
                    to = copy_short<32>(to, text + begin, ends[run.last] - begin);
                }
                *to++ = delimiter;
            }
            if (!slices.runs.empty()) --to;
            if (own_newlines) {
                const uint32_t begin = ends[at.columns - 1];
                std::memcpy(to, text + begin, 2);
                to += at.raw_end[record] - begin;
            }
            // A last record that lacked its newline must not vanish when nothing else is left of it.
            if (!own_newlines || out.size() + static_cast<size_t>(to - start) == begin_size)
                for (char byte : dialect_.newline) *to++ = byte;
        }
        out.advance(static_cast<size_t>(to - start));
    }
}

/// Whether the columns are those of the batch's text, all of them in order.
bool are_all(std::span<const OutColumn> columns, const Batch& batch) {
    if (columns.size() != batch.layout().columns || batch.mapped() || columns.empty()) return false;
    for (size_t i = 0; i < columns.size(); ++i)
        if (columns[i].cells || columns[i].column != static_cast<int32_t>(i)) return false;
    return true;
}

/// The byte that says that an input's text is not what it means: a quote, or the beginning of an escape.
char telling_byte(const Batch& batch) {
    switch (batch.layout().rule) {
    case CellRule::csv: return batch.dialect().quote;
    case CellRule::tsv:
    case CellRule::json:
    case CellRule::logfmt: return '\\';
    default: return 0;
    }
}

/// Cells of another format or dialect. Nearly all have no special byte: they are copied, and so are whole
/// records where only the delimiters differ.
void DelimitedEncoder::append_converted(const Batch& batch, Records records,
                                        std::span<const OutColumn> columns, Buffer& out) const {
    const Layout& at = batch.layout();
    const std::string_view text = at.text;
    SpecialBytes bytes = special_bytes_;
    bytes.bytes[4] = telling_byte(batch);
    // A batch may be written record by record, so no more of it is looked at than what is written.
    const size_t base = at.raw_begin ? at.raw_begin[records[0]] : 0;
    const size_t past = at.raw_end ? at.raw_end[records[records.size() - 1]] : text.size();
    const SpecialMap special(text.substr(base, past - base), bytes);
    const bool plain_passes = dialect_.quoting != Quoting::all;
    const bool delimited =
        at.rule == CellRule::csv || at.rule == CellRule::tsv; // an empty cell means the same
    const bool by_record = plain_passes && delimited && at.ends && are_all(columns, batch);
    Buffer scratch;
    for (size_t i = 0; i < records.size(); ++i) {
        const size_t record = records[i];
        if (by_record) {
            const uint32_t begin = at.begin[record], *ends = at.ends + record * at.columns;
            const size_t size = ends[at.columns - 1] - begin;
            if (!special.any(begin - base, size)) {
                char* to = out.room(size + dialect_.newline.size());
                std::memcpy(to, text.data() + begin, size);
                for (size_t c = 0; c + 1 < at.columns; ++c) to[ends[c] - begin] = dialect_.delimiter;
                std::memcpy(to + size, dialect_.newline.data(), dialect_.newline.size());
                out.advance(size + dialect_.newline.size());
                continue;
            }
        }
        for (size_t c = 0; c < columns.size(); ++c) {
            const Cell cell = columns[c].of(batch, record);
            const bool in_block = !columns[c].cells;
            const bool as_it_is = cell.form == Form::plain || cell.form == Form::json_number;
            const uint32_t marks = cell.form == Form::json_string ? 1 : 0; // the quotes around a text
            if (in_block && (as_it_is || marks) && cell.size > 2 * marks && plain_passes &&
                !special.any(static_cast<size_t>(cell.data - text.data()) - base + marks,
                             cell.size - 2 * marks)) {
                char* to = out.room(cell.size + 1);
                out.advance(
                    static_cast<size_t>(copy_short(to, cell.data + marks, cell.size - 2 * marks) - to));
            } else {
                append_cell(cell, c, out, scratch);
            }
            out.push_back(c + 1 < columns.size() ? dialect_.delimiter : '\n');
        }
        // The common newline has been written in the place of the last delimiter.
        if (!columns.empty() && dialect_.newline != "\n") {
            out.resize(out.size() - 1);
            out.append(dialect_.newline);
        }
        if (columns.empty()) out.append(dialect_.newline);
    }
}

void DelimitedEncoder::append(const Batch& batch, Records records, std::span<const OutColumn> columns,
                              Buffer& out) const {
    if (keeps_cells(batch.dialect()) && !batch.mapped() && batch.layout().ends && batch.layout().columns)
        return append_slices(batch, records, columns, out);
    if (records.size() == 0) return;
    if (!keeps_cells(batch.dialect())) return append_converted(batch, records, columns, out);
    Buffer scratch;
    for (size_t i = 0; i < records.size(); ++i) {
        const size_t record = records[i], begin = out.size();
        for (size_t c = 0; c < columns.size(); ++c) {
            if (c) out.push_back(dialect_.delimiter);
            Cell cell = columns[c].of(batch, record);
            if (!columns[c].cells) out.append(cell.raw());
            else append_cell(cell, c, out, scratch);
        }
        append_newline(batch, record, begin, out);
    }
}

} // namespace

std::unique_ptr<Encoder> make_delimited_encoder(const Dialect& dialect, const WriteOptions&,
                                                const Header& header) {
    return std::make_unique<DelimitedEncoder>(dialect, header);
}

} // namespace rowkit
