// Records one below the other, a line for each cell.
#include "stream/vertical.h"

#include "data/text_width.h"

#include <algorithm>

namespace rowkit {
namespace {

constexpr std::string_view bar = " \u2502 ";
constexpr size_t widest_name = 60;   // a name past this does not move the others
constexpr size_t least_value = 10;   // no terminal is narrower; the widest grapheme shown takes 6
constexpr size_t widest_rule = 60;
constexpr size_t most_line = size_t{1} << 20;

} // namespace

Vertical::Vertical(TableStyle style, const Header& header) : style_(std::move(style)) {
    const size_t most = style_.width ? std::max<size_t>(1, style_.width / 3) : SIZE_MAX;
    Buffer shown;
    std::vector<size_t> widths;
    for (const Column& column : header.columns) {
        shown.clear();
        widths.push_back(show(column.name, most, shown));
        name_width_ = std::max(name_width_, std::min(widths.back(), widest_name));
        names_.emplace_back(shown.view());
    }
    for (size_t i = 0; i < names_.size(); ++i) {
        if (widths[i] < name_width_) names_[i].append(name_width_ - widths[i], ' ');
    }
    rule_width_ = std::min(widest_rule, style_.width ? style_.width : widest_rule);
}

void Vertical::add(const Batch& batch, size_t record, Writer& out) {
    ++records_;
    write_rule();
    for (size_t i = 0; i < names_.size(); ++i) {
        append_look(Look::strong, style_, line_);
        line_.append(names_[i]);
        append_look(Look::plain, style_, line_);
        line_.append(bar);
        write_value(cells_.text(batch.cell(record, i), UINT32_MAX).text, out);
        if (line_.size() > most_line) {
            out.text(line_.view());
            line_.clear();
        }
    }
    out.encoded(line_.view(), 1);
    line_.clear();
}

void Vertical::write_rule() {
    std::string number = " " + std::to_string(records_) + " ";
    append_look(Look::faint, style_, line_);
    append_rule(2, line_);
    line_.append(number);
    append_rule(rule_width_ > number.size() + 2 ? rule_width_ - number.size() - 2 : 1, line_);
    append_look(Look::plain, style_, line_);
    line_.push_back('\n');
}

void Vertical::write_value(std::string_view text, Writer& out) {
    size_t width = most_line;
    if (style_.width) width = std::max(least_value, style_.width - std::min(style_.width, name_width_ + 3));
    while (true) {
        text.remove_prefix(show_some(text, width, line_).bytes);
        if (text.empty()) break;
        if (style_.width) {
            line_.push_back('\n');
            append_blanks(name_width_, line_);
            line_.append(bar);
        }
        if (line_.size() > most_line) {
            out.text(line_.view());
            line_.clear();
        }
    }
    while (!line_.empty() && line_.view().back() == ' ') line_.resize(line_.size() - 1);
    line_.push_back('\n');
}

} // namespace rowkit
