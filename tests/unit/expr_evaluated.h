// Evaluates the text of an expression, without columns or over the cells of one record.
#pragma once

#include "expr/coerce.h"
#include "expr/evaluate.h"
#include "expr/parse.h"

#include <string>
#include <string_view>
#include <vector>

namespace rowkit::expr {

/// A record to look at: names and cells as CSV has them; an empty cell is a null, "" with its quotes an empty
/// text.
struct Record {
    std::vector<std::string> names;
    std::vector<std::string> cells;
};

/// The value as text, "null" for null. The record is the first one, in line 2 of trips.csv.
inline std::string evaluated(std::string_view source, const Record& record = {}) {
    const NodePtr root = parse_expression(source);
    const Header header = Header::of(record.names);
    const Program program(source, *root, header);
    Buffer text(256);
    std::vector<uint32_t> ends;
    for (const std::string& cell : record.cells) {
        text.append(cell);
        ends.push_back(static_cast<uint32_t>(text.size()));
        text.push_back(',');
    }
    const uint32_t begin = 0, end = static_cast<uint32_t>(text.size());
    Layout layout;
    layout.text = text.view();
    layout.records = 1;
    layout.columns = ends.size();
    layout.raw_begin = layout.begin = &begin;
    layout.raw_end = &end;
    layout.ends = ends.data();
    const Dialect dialect;
    const Batch batch(layout, header, dialect);
    const uint32_t row = 0;
    Value value;
    Evaluation evaluation(program);
    evaluation.start(batch, {.row = 1, .line = 2, .file = "trips.csv"});
    evaluation.evaluate({&row, 1}, &value);
    if (value.is_null()) return "null";
    return std::string(as_text(value, evaluation.arena(), evaluation.scratch()));
}

} // namespace rowkit::expr
