// The columns of a join: where the streamed side has the keys, and what the built side adds.
#include "data/path.h"
#include "ops/joiner_worker.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace rowkit::ops {

Header Joiner::open(const Header& in, const expr::BindOptions& bind) {
    header_ = in;
    if (in.columns.empty() && options_->kind.keep_built) // nothing is streamed, and only the keys are known
        for (size_t i = 0; i < options_->matching.keys.size(); ++i)
            if (options_->matching.keys.plain[i])
                header_.columns.push_back({options_->matching.keys.streamed[i].name});
    bind_ = bind;
    bind_.optional = bind_.optional || in.columns.empty();
    find_keys();
    workers_ = std::make_shared<Workers>();
    if (unmatched_) unmatched_->open(in);
    if (std::exchange(opened_, true))
        add_absent_keys();
    else
        choose_built();
    workers_->free.push_back(
        std::make_unique<Worker>(*this)); // an unknown column is told before the first record
    if (options_->kind.only_streamed()) return in;
    Header out = header_;
    out.line.clear();
    out.terminated =
        out.terminated || options_->kind.keep_built; // records may follow though the input has none
    std::ranges::copy(absent_, std::back_inserter(out.columns));
    // A JSON object that is not as the first ones may have more keys.
    for (Column& column : untaken(built_columns_)) out.columns.push_back(std::move(column));
    return out;
}

void Joiner::find_keys() {
    key_columns_.clear();
    for (const KeyPart& key : options_->matching.keys.streamed) {
        expr::Formula formula = key.formula;
        formula.bind(header_, bind_);
        const expr::Node& root = formula.program().root();
        const bool written =
            root.op == expr::Op::column && root.column < static_cast<int32_t>(header_.size());
        key_columns_.push_back(written ? root.column : -1);
    }
}

/// Of the first header: which columns of the built side are written. A key for which the streamed side has
/// no column is one of them, for records that nothing is joined to.
void Joiner::choose_built() {
    std::vector<Column> columns;
    auto add_keys = [&](size_t before) {
        for (size_t i = 0; i < side_->key_cells.size(); ++i) {
            const JoinSide::KeyCell& key = side_->key_cells[i];
            auto is_there = [&](const Column& column) { return column.name == key.column.name; };
            if (key.cell < 0 || key.column.name.empty() || key.before != before || key_columns_[i] >= 0)
                continue;
            if (std::ranges::any_of(columns, is_there)) continue; // one column for two of the stream
            columns.push_back(key.column);
            built_cells_.push_back(static_cast<uint32_t>(key.cell));
        }
    };
    for (size_t i = 0; i < side_->columns.size(); ++i) {
        add_keys(i);
        columns.push_back(side_->columns[i]);
        built_cells_.push_back(static_cast<uint32_t>(i));
    }
    add_keys(side_->columns.size());
    built_columns_ = untaken(std::move(columns));
    for (int32_t column : key_columns_)
        key_names_.push_back(column < 0 ? std::string() : header_.columns[static_cast<size_t>(column)].name);
}

/// Of another header: JSON objects may lack a key that the first ones have. Built records that come among
/// them have it still.
void Joiner::add_absent_keys() {
    absent_.clear();
    for (size_t i = 0; i < side_->key_cells.size(); ++i) {
        if (side_->key_cells[i].cell < 0 || key_columns_[i] >= 0 || key_names_[i].empty()) continue;
        auto same = std::ranges::find(absent_, key_names_[i], &Column::name);
        key_columns_[i] = static_cast<int32_t>(header_.size() + static_cast<size_t>(same - absent_.begin()));
        if (same == absent_.end()) absent_.push_back({key_names_[i]});
    }
}

/// Columns of the built side under names that neither the streamed side has nor another one of them. One
/// inside an object must not make the object a second time.
std::vector<Column> Joiner::untaken(std::vector<Column> columns) const {
    using Names = std::unordered_set<std::string>;
    auto object_of = [](const Column& column) {
        const auto path = column.nested ? Path::parse(column.name) : std::nullopt;
        return path ? std::get<std::string>(path->steps()[0]) : column.name;
    };
    Names taken, whole, own, own_objects, given;
    for (const Column& column : header_.columns) {
        taken.insert(column.name);
        if (!column.nested) whole.insert(column.name);
    }
    for (const Column& column : columns) {
        own.insert(column.name);
        own_objects.insert(object_of(column));
    }
    auto suffixed = [&](std::string name, std::initializer_list<const Names*> others) {
        do {
            name += options_->suffix;
        } while (std::ranges::any_of(others, [&](const Names* names) { return names->contains(name); }));
        return name;
    };
    for (Column& column : columns) {
        if (column.nested && whole.contains(object_of(column))) {
            std::vector<Path::Step> steps = Path::parse(column.name)->steps();
            steps[0] = suffixed(object_of(column), {&whole, &own_objects});
            column.name = Path(std::move(steps)).text();
        }
        if (!taken.contains(column.name)) continue;
        column.name = suffixed(column.name, {&taken, &own, &given});
        given.insert(column.name);
    }
    return columns;
}

} // namespace rowkit::ops
