// A column taken apart into new columns.
#include "ops/column_parser.h"

#include "base/error.h"
#include "stream/select.h"

namespace rowkit {

int32_t ColumnParser::find_column(const Header& in, bool optional) const {
    const std::string name = options_.column.empty() ? "1" : options_.column;
    if (options_.column.empty() && in.size() > 1)
        throw usage_error("there are several columns", "--column says which one is to be taken apart");
    const std::vector<size_t> found = Selection::parse(name).resolve(in.names(), {.optional = optional});
    if (found.size() > 1) throw usage_error("--column " + name + ": these are several columns", "name one");
    return found.empty() ? -1 : static_cast<int32_t>(found[0]);
}

void ColumnParser::survey(const Batch& first) {
    const int32_t column = find_column(first.header(), true);
    Dissector::Work work;
    for (size_t i = 0; column >= 0 && i < first.size(); ++i) {
        const Cell cell = first.cell(i, static_cast<size_t>(column));
        if (cell.is_null()) continue;
        std::string_view text = text_of(cell, work.scratch);
        if (text.data() == work.scratch.data()) text = work.arena.copy(text);
        dissector_->survey(text, work);
    }
}

Header ColumnParser::bind(const Header& in) {
    column_ = find_column(in, options_.optional);
    order_.clear();
    auto add_parts = [&] {
        for (size_t i = 0; i < dissector_->names().size(); ++i) order_.push_back(-1 - static_cast<int32_t>(i));
    };
    for (int32_t i = 0; i < static_cast<int32_t>(in.size()); ++i) {
        if (i != column_ || options_.keep) order_.push_back(i);
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
            if (in.columns[i].name == part && (options_.keep || static_cast<int32_t>(i) != column_))
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
        const Cell cell = column_ < 0 ? Cell{} : batch.cell(i, static_cast<size_t>(column_));
        if (!cell.is_null()) {
            std::string_view text = text_of(cell, work.scratch);
            if (text.data() == work.scratch.data()) text = work.arena.copy(text);
            if (dissector_->take(text, row, work)) {
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
