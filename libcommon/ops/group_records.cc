// Groups as records.
#include "ops/group_records.h"

#include "expr/coerce.h"
#include "ops/partial.h"

namespace rowkit::ops {

using expr::Evaluation;
using expr::Value;

GroupRecords::GroupRecords(const GroupPlan& plan, bool partial)
    : plan_(plan), partial_(partial), keys_(plan.keys.size()), results_(partial ? 0 : plan.calls.size()),
      cells_(partial ? 1 : plan.outputs.size()) {
    if (partial) return;
    for (const OutputPlan& output : plan.outputs)
        evaluations_.push_back(output.call ? nullptr : std::make_unique<Evaluation>(output.formula.program()));
}

void GroupRecords::add(Groups& groups, uint32_t group, bool total) {
    for (size_t i = 0; i < keys_.size(); ++i) {
        Cell cell{"", 0, Form::null, '"'};
        if (total && i == 0) cell = Cell::of("total");
        if (!total) {
            cell = key_cell(groups.table().key(group), i, keys_.size(), scratch_);
            if (cell.data == scratch_.data()) cell.data = arena_.copy(cell.raw()).data();
        }
        keys_[i].push_back(cell);
    }
    if (partial_) {
        scratch_.clear();
        write_states(groups, group, scratch_);
        const std::string_view text = arena_.copy(scratch_.view());
        cells_[0].push_back({text.data(), static_cast<uint32_t>(text.size()), Form::text, '"'});
    }
    for (size_t i = 0; i < results_.size(); ++i)
        results_[i].push_back(groups.result(plan_, i, group, arena_, scratch_));
    ++size_;
}

void GroupRecords::compute_formulas() {
    std::vector<std::vector<Value>> keys(keys_.size());
    std::vector<const Value*> columns;
    for (size_t i = 0; i < keys_.size(); ++i) {
        for (const Cell& cell : keys_[i]) keys[i].push_back(expr::value_of(cell, arena_, scratch_));
        columns.push_back(keys[i].data());
    }
    for (const auto& result : results_) columns.push_back(result.data());
    const std::vector<uint32_t> rows = expr::all_rows(size_);
    std::vector<Value> values(Evaluation::chunk);
    for (size_t i = 0; i < cells_.size(); ++i) {
        if (!evaluations_[i]) continue;
        evaluations_[i]->start(columns);
        for (size_t from = 0; from < size_; from += Evaluation::chunk) {
            const size_t count = std::min(Evaluation::chunk, size_ - from);
            evaluations_[i]->evaluate({rows.data() + from, count}, values.data());
            for (size_t k = 0; k < count; ++k) cells_[i].push_back(expr::cell_of(values[k], arena_, scratch_));
        }
    }
}

std::vector<OutColumn> GroupRecords::compute() {
    for (size_t i = 0; i < cells_.size() && !partial_; ++i) {
        if (!plan_.outputs[i].call) continue;
        for (const Value& value : results_[*plan_.outputs[i].call])
            cells_[i].push_back(expr::cell_of(value, arena_, scratch_));
    }
    if (!partial_ && plan_.needs_formulas()) compute_formulas();
    std::vector<OutColumn> columns;
    for (const auto& cells : keys_) columns.push_back({.cells = cells.data()});
    for (const auto& cells : cells_) columns.push_back({.cells = cells.data()});
    return columns;
}

void GroupRecords::forget() {
    for (auto& cells : keys_) cells.clear();
    for (auto& cells : cells_) cells.clear();
    for (auto& values : results_) values.clear();
    arena_.clear();
    size_ = 0;
}

void GroupRecords::write(Writer& out) {
    const std::vector<OutColumn> columns = compute();
    out.add(size_, columns);
    forget();
}

void GroupRecords::write_each(Writer& aside, const Output& to, std::vector<uint32_t>& ends) {
    const std::vector<OutColumn> columns = compute();
    Layout layout;
    layout.records = size_;
    const Header none;
    const Dialect dialect;
    const Batch batch(layout, none, dialect);
    for (size_t i = 0; i < size_; ++i) {
        aside.project(batch, Records::range(i, i + 1), columns);
        ends.push_back(static_cast<uint32_t>(to.bytes.size()));
    }
    forget();
}

} // namespace rowkit::ops
