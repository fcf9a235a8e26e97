// A column taken apart into new columns.
#include "ops/column_parser.h"

#include "base/error.h"
#include "data/path.h"
#include "expr/coerce.h"
#include "expr/json_value.h"
#include "stream/select.h"

#include <algorithm>

namespace rowkit {

void ColumnParser::find_column(const Header& in, bool optional) {
    const std::string name = options_.column.empty() ? "1" : options_.column;
    if (options_.column.empty() && in.size() > 1)
        throw usage_error("there are several columns", "--column says which one is to be taken apart");
    const Selection selection = Selection::parse(name);
    std::vector<size_t> found = selection.resolve(in, {.optional = true});
    path_.clear();
    if (const auto path = Path::parse(name); found.empty() && path && path->steps().size() > 1) {
        const auto* key = std::get_if<std::string>(&path->steps()[0]);
        const auto base = std::ranges::find(in.columns, key ? *key : std::string(), &Column::name);
        if (key && base != in.columns.end()) {
            found.push_back(static_cast<size_t>(base - in.columns.begin()));
            path_ = Path({path->steps().begin() + 1, path->steps().end()}).text();
        }
    }
    if (found.empty() && !optional) selection.resolve(in); // throws
    if (found.size() > 1) throw usage_error("--column " + name + ": these are several columns", "name one");
    column_ = found.empty() ? -1 : static_cast<int32_t>(found[0]);
}

/// The text to take apart; none for a null.
std::optional<std::string_view> ColumnParser::text_at(const Batch& batch, size_t record,
                                                      Dissector::Work& work) const {
    if (column_ < 0) return std::nullopt;
    const Cell cell = batch.cell(record, static_cast<size_t>(column_));
    if (cell.is_null()) return std::nullopt;
    std::string_view text = text_of(cell, work.scratch);
    if (text.data() == work.scratch.data()) text = work.arena.copy(text);
    if (path_.empty()) return text;
    const expr::Value value = expr::find_in_json(text, path_, work.arena, work.scratch);
    if (value.is_null()) return std::nullopt;
    return expr::as_text(value, work.arena, work.scratch);
}

void ColumnParser::survey(const Batch& first) {
    find_column(first.header(), true);
    Dissector::Work work;
    for (size_t i = 0; i < first.size(); ++i)
        if (const auto text = text_at(first, i, work)) dissector_->survey(*text, work);
}

Header ColumnParser::bind(const Header& in) {
    find_column(in, options_.optional);
    const bool keep = options_.keep || !path_.empty();
    order_.clear();
    auto add_parts = [&] {
        for (size_t i = 0; i < dissector_->names().size(); ++i)
            order_.push_back(-1 - static_cast<int32_t>(i));
    };
    for (int32_t i = 0; i < static_cast<int32_t>(in.size()); ++i) {
        if (i != column_ || keep) order_.push_back(i);
        if (i == column_) add_parts();
    }
    if (column_ < 0) add_parts();
    Header out = in;
    out.line.clear();
    out.columns.clear();
    for (int32_t at : order_)
        out.columns.push_back(at >= 0 ? in.columns[static_cast<size_t>(at)]
                                      : Column{dissector_->names()[static_cast<size_t>(-1 - at)]});
    for (const std::string& part : dissector_->names())
        for (size_t i = 0; i < in.size(); ++i)
            if (in.columns[i].name == part && (keep || static_cast<int32_t>(i) != column_))
                throw usage_error("there is a column \"" + part + "\" already", "name the part otherwise");
    return out;
}

void ColumnParser::write(const Batch& batch, Writer& out) const {
    const size_t parts = dissector_->names().size(), size = batch.size();
    std::vector<Cell> cells(parts * size, Cell{nullptr, 0, Form::null, '"'}); // part after part
    std::vector<Cell> row(parts);
    std::vector<uint32_t> good;
    Dissector::Work work;
    for (uint32_t i = 0; i < size; ++i) {
        if (const auto text = text_at(batch, i, work)) {
            if (dissector_->take(*text, row, work)) {
                for (size_t part = 0; part < parts; ++part) cells[part * size + i] = row[part];
            } else if (options_.on_bad != OnBad::keep) {
                out.refuse(batch, i, work.reason, work.hint);
                if (options_.on_bad == OnBad::fail) break;
                continue;
            }
        }
        good.push_back(i);
    }
    std::vector<OutColumn> columns;
    for (int32_t at : order_)
        columns.push_back(at >= 0 ? OutColumn{at, nullptr}
                                  : OutColumn{.cells = cells.data() + static_cast<size_t>(-1 - at) * size});
    if (good.size() == size) out.project(batch, batch.all(), columns);
    else out.project(batch, Records(good.data(), good.size()), columns);
}

} // namespace rowkit
