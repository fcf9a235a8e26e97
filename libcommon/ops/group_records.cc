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
    if (plan.needs_formulas()) key_values_.resize(keys_.size());
    for (const OutputPlan& output : plan.outputs)
        evaluations_.push_back(output.call ? nullptr
                                           : std::make_unique<Evaluation>(output.formula.program()));
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
    for (size_t i = 0; i < key_values_.size(); ++i) // a total has no keys: the word is only written
        key_values_[i].push_back(total ? Value()
                                       : key_value(groups.table().key(group), i, keys_.size(), arena_));
    if (partial_) {
        scratch_.clear();
        write_states(groups, group, scratch_);
        const std::string_view text = arena_.copy(scratch_.view());
        cells_[0].push_back({text.data(), static_cast<uint32_t>(text.size()), Form::text, '"'});
    }
    for (size_t i = 0; i < results_.size(); ++i)
        results_[i].push_back(groups.result(plan_, i, group, arena_, scratch_));
    firsts_.push_back(total ? UINT64_MAX : groups.table().first(group));
    ++size_;
}

void GroupRecords::compute_formulas() {
    std::vector<const Value*> columns;
    for (const auto& key : key_values_) columns.push_back(key.data());
    for (const auto& result : results_) columns.push_back(result.data());
    const std::vector<uint32_t> rows = expr::all_rows(size_);
    std::vector<Value> values(Evaluation::chunk);
    for (size_t i = 0; i < cells_.size(); ++i) {
        if (!evaluations_[i]) continue;
        evaluations_[i]->start(columns);
        for (size_t from = 0; from < size_; from += Evaluation::chunk) {
            const size_t count = std::min(Evaluation::chunk, size_ - from);
            evaluations_[i]->evaluate({rows.data() + from, count}, values.data());
            for (size_t k = 0; k < count; ++k)
                cells_[i].push_back(expr::cell_of(values[k], arena_, scratch_));
        }
        note_odd(i);
    }
}

/// Texts in a number's place, in an output that was computed; they are of groups, not of lines.
void GroupRecords::note_odd(size_t output) {
    expr::OddValues all;
    for (const auto& [column, odd] : evaluations_[output]->odd_values()) all.add(odd);
    if (all.count == 0) return;
    const size_t first = all.first_record;
    notes_.push_back({plan_.outputs[output].name, all.count, firsts_[first], all.first_text, name_of(first)});
}

std::string GroupRecords::name_of(size_t row) const {
    if (keys_.empty()) return "in the result";
    if (firsts_[row] == UINT64_MAX) return "in the total";
    std::string name = "in group ";
    Buffer scratch;
    for (size_t i = 0; i < keys_.size(); ++i)
        name.append(i ? ", " : "").append(text_of(keys_[i][row], scratch));
    return name;
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
    for (auto& values : key_values_) values.clear();
    firsts_.clear();
    notes_.clear();
    arena_.clear();
    size_ = 0;
}

void GroupRecords::write(Writer& out) {
    const std::vector<OutColumn> columns = compute();
    out.add(size_, columns);
    for (Note& note : notes_) out.note(std::move(note));
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
    for (Note& note : notes_) aside.note(std::move(note));
    forget();
}

} // namespace rowkit::ops
