// Records as an aligned table that fits a terminal.
#include "stream/table.h"

#include "data/text_width.h"

#include <algorithm>

#include <fmt/core.h>

namespace rowkit {
namespace {

constexpr size_t gap = 2;
constexpr size_t widest_padded =
    200; // where no width is to be kept: one long cell must not pad a million others
constexpr size_t least_text = 8;      // a column narrower than this says little
constexpr size_t least_number = 12;   // a number cut short lies
constexpr size_t most_held_bytes = size_t{4} << 20;
constexpr size_t most_held_cells = size_t{1} << 18;
constexpr size_t most_line = size_t{1} << 20;

/// For the eye: -12.50, 1e9, 1,234.5, 45%.
bool looks_numeric(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (text.ends_with('%')) text.remove_suffix(1);
    bool digits = false, point = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= '0' && c <= '9') digits = true;
        else if (c == '.' && !point) point = true;
        else if (c == ',' && digits && !point && i + 3 < text.size()) continue;
        else if ((c == 'e' || c == 'E') && digits && i + 1 < text.size())
            return text.substr(i + 1).find_first_not_of("+-0123456789") == std::string_view::npos;
        else return false;
    }
    return digits;
}

/// What stands where a number is missing.
bool is_no_value(std::string_view text) {
    static constexpr std::string_view marks[] = {"",    "-",    "NA",   "N/A",  "n/a", "NaN",
                                                 "nan", "null", "NULL", "None", "?"};
    return std::ranges::find(marks, text) != std::end(marks);
}

} // namespace

Table::Table(TableStyle style, const Header& header) : style_(std::move(style)), names_(header.names()) {
    size_t count = names_.size();
    if (style_.width) count = std::min(count, style_.width / (1 + gap) + 1); // no more have room
    columns_.resize(count);
    for (size_t i = 0; i < count; ++i) {
        cell_.clear();
        columns_[i].width =
            std::max<size_t>(1, show(names_[i], style_.width ? style_.width : widest_padded, cell_));
    }
}

void Table::add(const Batch& batch, size_t record, Writer& out) {
    if (started_) return write_record(batch, record, out);
    const bool large = batch.raw(record).size() > most_held_bytes; // too large to be copied
    hold(batch, record, !large);
    if (!large && ++held_records_ < style_.look_ahead && held_.size() < most_held_cells &&
        held_text_.size() < most_held_bytes)
        return;
    start(out);
    if (large) write_record(batch, record, out);
}

/// Measures a record, and keeps what is shown of it.
void Table::hold(const Batch& batch, size_t record, bool keep) {
    const size_t most = style_.width ? style_.width : keep ? SIZE_MAX : widest_padded;
    for (size_t i = 0; i < columns_.size(); ++i) {
        const size_t begin = held_text_.size();
        const Cell cell = batch.cell(record, i);
        auto [text, cut] = cells_.text(cell, most);
        const size_t width = show(text, most, held_text_, cut);
        Column& column = columns_[i];
        column.width = std::max(column.width, width);
        column.data_width = std::max(column.data_width, width);
        if (looks_numeric(text)) column.numbers = true;
        else if (!cell.is_null() && !is_no_value(text)) column.texts = true;
        if (keep) held_.push_back({held_text_.size(), width});
        else held_text_.resize(begin);
    }
}

/// Decides how wide the columns are and writes what was held.
void Table::start(Writer& out) {
    started_ = true;
    if (columns_.empty()) return;
    const size_t held_columns = columns_.size();
    std::vector<ColumnNeed> needs;
    for (Column& column : columns_) {
        column.right = column.numbers && !column.texts;
        const size_t least =
            column.right ? std::max(least_text, std::min(column.data_width, least_number)) : least_text;
        needs.push_back({column.width, std::min(column.width, least)});
    }
    if (style_.width) {
        const size_t mark = 2 + std::to_string(names_.size()).size();
        TableFit fit = fit_columns(needs, names_.size() > columns_.size(), style_.width, gap, mark);
        columns_.resize(fit.widths.size());
        size_t used = gap * (columns_.size() - 1);
        for (size_t i = 0; i < columns_.size(); ++i) {
            columns_[i].width = columns_[i].rule = fit.widths[i];
            used += fit.widths[i];
        }
        // Text at the end of the line may take what is left of it: later records can be longer.
        if (fit.all && !columns_.back().right && used < style_.width)
            columns_.back().width += style_.width - used;
    } else {
        for (Column& column : columns_) column.width = column.rule = std::min(column.width, widest_padded);
    }
    write_head();
    size_t begin = 0;
    for (size_t i = 0; i < held_.size(); ++i) {
        const size_t number = i % held_columns;
        if (number < columns_.size())
            put(held_text_.view().substr(begin, held_[i].end - begin), held_[i].width, number);
        begin = held_[i].end;
        if (number + 1 == held_columns) end_line(out);
    }
    if (held_.empty()) out.text(line_.view());
    line_.clear();
    held_ = {};
    held_text_ = {};
}

void Table::write_head() {
    append_look(Look::strong, style_, line_);
    size_t head_width = 0; // of the last name
    for (size_t i = 0; i < columns_.size(); ++i) {
        cell_.clear();
        head_width = show(names_[i], style_.width ? columns_[i].width : SIZE_MAX, cell_);
        put(cell_.view(), head_width, i);
    }
    const size_t hidden = names_.size() - columns_.size();
    size_t used = gap * columns_.size();
    for (const Column& column : columns_) used += column.width;
    std::string mark = fmt::format("…+{}", hidden);
    if (hidden && used + mark.size() - 2 <= style_.width) { // the ellipsis is three bytes and one column
        const Column& last = columns_.back();
        append_blanks(gap + (last.right ? 0 : last.width - std::min(last.width, head_width)), line_);
        line_.append(mark);
    }
    append_look(Look::plain, style_, line_);
    line_.push_back('\n');
    append_look(Look::faint, style_, line_);
    for (size_t i = 0; i < columns_.size(); ++i) {
        if (i) append_blanks(gap, line_);
        append_rule(columns_[i].rule, line_);
    }
    append_look(Look::plain, style_, line_);
    line_.push_back('\n');
}

void Table::write_record(const Batch& batch, size_t record, Writer& out) {
    for (size_t i = 0; i < columns_.size(); ++i) {
        const size_t most = style_.width ? columns_[i].width : SIZE_MAX;
        auto [text, cut] = cells_.text(batch.cell(record, i), most);
        if (text.size() <= columns_[i].width && is_plain(text)) { // most of them
            put(text, text.size(), i);
            continue;
        }
        cell_.clear();
        if (!style_.width && text.size() > most_line) { // goes on piece by piece
            for (size_t at = 0; at < text.size();) {
                at += show_some(text.substr(at), most_line, line_).bytes;
                out.text(line_.view());
                line_.clear();
            }
            put({}, columns_[i].width, i);
            continue;
        }
        const size_t width = show(text, most, cell_, cut);
        put(cell_.view(), width, i);
    }
    end_line(out);
}

/// Appends one cell, as shown, and what stands between it and the next.
void Table::put(std::string_view text, size_t width, size_t number) {
    const Column& column = columns_[number];
    if (style_.width && width > column.width) {
        cell_.clear();
        width = show(text, column.width, cell_);
        text = cell_.view();
    }
    const bool last = number + 1 == columns_.size();
    const size_t pad = width < column.width ? column.width - width : 0;
    if (column.right) append_blanks(pad, line_);
    line_.append(text);
    if (last) return;
    append_blanks(column.right ? gap : pad + gap, line_);
}

void Table::end_line(Writer& out) {
    while (!line_.empty() && line_.view().back() == ' ') line_.resize(line_.size() - 1);
    line_.push_back('\n');
    out.encoded(line_.view(), 1);
    line_.clear();
}

void Table::release(Writer& out) {
    if (!started_ && held_records_) start(out);
}

void Table::finish(Writer& out) {
    if (!started_) start(out);
    const size_t shown = columns_.size(), hidden = names_.size() - shown;
    if (hidden == 0) return;
    std::string text = fmt::format("… {} {} not shown: ", hidden, hidden == 1 ? "column is" : "columns are");
    for (size_t i = shown; i < names_.size() && text.size() < 4 * style_.width; ++i) {
        if (i > shown) text += ", ";
        text += names_[i];
    }
    append_look(Look::faint, style_, line_);
    show(text, style_.width, line_, false);
    append_look(Look::plain, style_, line_);
    line_.push_back('\n');
    out.text(line_.view());
    line_.clear();
}

} // namespace rowkit
