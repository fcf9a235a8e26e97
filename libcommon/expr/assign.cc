// Columns set to what expressions give.
#include "expr/assign.h"

#include "data/path.h"
#include "expr/coerce.h"
#include "expr/json_value.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

int32_t find_column(const Header& header, std::string_view name) {
    for (size_t i = 0; i < header.size(); ++i)
        if (header.columns[i].name == name) return static_cast<int32_t>(i);
    return -1;
}

uint32_t need_column(const Header& header, const std::string& name) {
    const int32_t found = find_column(header, name);
    if (found < 0) throw usage_error("no column \"" + name + "\"", missing_column_hint(name, header));
    return static_cast<uint32_t>(found);
}

} // namespace

Assignments Assignments::parse(std::string source, const Placing& placing) {
    Assignments all;
    all.placing_ = placing;
    for (Assignment& each : parse_assignments(source))
        all.steps_.push_back(
            {each.target, Formula(source, std::shared_ptr<const Node>(std::move(each.value))), -1, {}});
    return all;
}

Assignments Assignments::each(std::string source, std::vector<std::string> columns, const Placing& placing) {
    Assignments all;
    all.placing_ = placing;
    all.item_ = true;
    const Formula formula(std::move(source));
    for (std::string& column : columns) all.steps_.push_back({std::move(column), formula, -1, {}});
    return all;
}

std::vector<std::string> Assignments::names() const {
    std::vector<std::string> names;
    for (const Step& step : steps_)
        for (std::string& name : step.formula.names())
            if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    return names;
}

bool Assignments::in_order() const {
    return std::ranges::any_of(steps_, [](const Step& step) { return step.formula.in_order(); });
}

/// The column that a step sets: one of the input's, one set before, a place in a JSON object of one, or a new
/// one.
int32_t Assignments::column_of(Step& step, const Header& in) {
    step.path.clear();
    if (int32_t found = find_column(in, step.target); found >= 0) return found;
    const auto path = Path::parse(step.target);
    if (path && path->steps().size() > 1 && std::holds_alternative<std::string>(path->steps()[0])) {
        const int32_t base = find_column(in, std::get<std::string>(path->steps()[0]));
        if (base >= 0) {
            step.path = Path({path->steps().begin() + 1, path->steps().end()}).text();
            return base;
        }
    }
    auto known = std::ranges::find(new_, step.target);
    if (known == new_.end()) known = new_.insert(new_.end(), step.target);
    return static_cast<int32_t>(in.cells() + static_cast<size_t>(known - new_.begin()));
}

/// The output's columns, by number: the input's, then the new ones.
std::vector<uint32_t> Assignments::order(const Header& in) const {
    std::vector<uint32_t> fresh, old;
    for (uint32_t i = 0; i < new_.size(); ++i) fresh.push_back(static_cast<uint32_t>(in.cells()) + i);
    for (uint32_t i = 0; i < in.size(); ++i) old.push_back(i);
    if (placing_.only) {
        std::vector<uint32_t> set;
        for (const Step& step : steps_)
            if (std::ranges::find(set, static_cast<uint32_t>(step.column)) == set.end())
                set.push_back(static_cast<uint32_t>(step.column));
        return set;
    }
    size_t at = old.size();
    if (placing_.first) at = 0;
    else if (!placing_.before.empty()) at = need_column(in, placing_.before);
    else if (!placing_.after.empty()) at = need_column(in, placing_.after) + 1;
    old.insert(old.begin() + static_cast<std::ptrdiff_t>(at), fresh.begin(), fresh.end());
    return old;
}

Header Assignments::bind(const Header& in, const BindOptions& options) {
    BindOptions bind = options;
    bind.item = item_;
    strict_ = options.strict;
    new_.clear();
    Header seen = in; // what the next expression can name: new columns lie behind all cells of the batch
    for (Step& step : steps_) {
        step.formula.bind(seen, bind);
        step.column = column_of(step, in);
        if (static_cast<size_t>(step.column) >= seen.cells()) seen.sought.push_back({step.target});
    }
    order_ = order(in);
    seen.line.clear();
    // A new column with dots in its name is a place in objects yet to be made.
    for (size_t i = in.sought.size(); i < seen.sought.size(); ++i) {
        const auto path = Path::parse(seen.sought[i].name);
        seen.sought[i].nested = path && path->steps().size() > 1;
    }
    Header out = seen.pick(order_);
    out.sought.clear();
    return out;
}

void Assignments::write(const Batch& batch, const BatchPlace& place, Writer& out) const {
    const size_t columns = batch.header().cells() + new_.size();
    std::vector<std::vector<Cell>> cells(columns);
    std::vector<const Cell*> set(columns, nullptr);
    const std::vector<uint32_t> rows = all_rows(batch.size());
    std::vector<std::unique_ptr<Evaluation>> evaluations; // their arenas hold the texts until all is written
    size_t count = batch.size(); // of records that are written
    OddColumns odd;
    std::vector<Value> values(Evaluation::chunk), items(item_ ? Evaluation::chunk : 0);
    for (const Step& step : steps_) {
        const auto column = static_cast<size_t>(step.column);
        Evaluation& evaluation =
            *evaluations.emplace_back(std::make_unique<Evaluation>(step.formula.program()));
        evaluation.start(batch, place, set);
        Arena& arena = evaluation.arena();
        Buffer& scratch = evaluation.scratch();
        std::vector<Cell> made(batch.size());
        auto old_cell = [&](uint32_t row) {
            if (set[column]) return set[column][row];
            return column < batch.header().cells() ? batch.cell(row, column) : Cell{};
        };
        for (size_t from = 0; from < rows.size(); from += Evaluation::chunk) {
            const Evaluation::Rows part(rows.data() + from, std::min(Evaluation::chunk, rows.size() - from));
            if (item_)
                for (size_t i = 0; i < part.size(); ++i)
                    items[i] = value_of(old_cell(part[i]), arena, scratch);
            evaluation.evaluate(part, values.data(), item_ ? items.data() : nullptr);
            for (size_t i = 0; i < part.size(); ++i) {
                Cell& cell = made[from + i];
                if (step.path.empty()) {
                    cell = cell_of(values[i], arena, scratch);
                } else {
                    const Value object = value_of(old_cell(part[i]), arena, scratch);
                    cell = cell_of(set_in_json(object, step.path, values[i], arena, scratch), arena, scratch);
                }
            }
        }
        // The text that _ stands for is that of the column.
        for (const auto& [at, values_of_one] : evaluation.odd_values())
            odd[item_ && at < 0 ? step.column : at].add(values_of_one);
        cells[column] = std::move(made);
        set[column] = cells[column].data();
    }
    if (!steps_.empty()) { // the last step's program knows all columns
        const uint32_t first = report_odd_values(odd, steps_.back().formula.program().columns(), batch, out);
        if (strict_) count = first;
    }
    std::vector<OutColumn> output;
    for (uint32_t column : order_)
        output.push_back(set[column] ? OutColumn{.cells = set[column]}
                                     : OutColumn{static_cast<int32_t>(column), nullptr});
    out.project(batch, Records::range(0, count), output);
}

} // namespace rowkit::expr
