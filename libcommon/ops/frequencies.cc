// How often values come, with their shares.
#include "ops/frequencies.h"

#include "expr/coerce.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr size_t part_size = 4096;
constexpr int share_places = 6;

Cell share(uint64_t count, uint64_t total, Arena& arena, Buffer& scratch) {
    const auto part = divide(Number(static_cast<int64_t>(count)), Number(static_cast<int64_t>(total)));
    return expr::cell_of(expr::Value::of(round(part.value_or(Number(int64_t{0})), share_places)), arena, scratch);
}

Cell number_cell(uint64_t number, Arena& arena, Buffer& scratch) {
    return expr::cell_of(expr::Value::of(Number(static_cast<int64_t>(number))), arena, scratch);
}

Cell text_cell(std::string_view text) { return {text.data(), static_cast<uint32_t>(text.size()), Form::text, '"'}; }

} // namespace

Frequencies::Frequencies(FrequencyOptions options)
    : options_(std::move(options)), selection_(Selection::parse(options_.columns)) {}

Demand Frequencies::demand() const {
    if (selection_.needs_names()) return {};
    return {.kind = Demand::columns, .names = selection_.wanted_names()};
}

Header Frequencies::open(const Header& in) {
    header_ = in;
    tables_.clear();
    Header out;
    const std::vector<size_t> columns = selection_.resolve(in.names(), {.optional = options_.optional, .where = {}});
    for (size_t column : columns) {
        if (tables_.empty() || options_.each) {
            tables_.push_back(std::make_unique<Table>());
            tables_.back()->name = in.columns[column].name;
            tables_.back()->plan = GroupPlan::parse("count()");
        }
        tables_.back()->plan.keys.push_back(KeyPart::column(in, column));
        if (!options_.each) out.columns.push_back({in.columns[column].name});
    }
    for (const auto& table : tables_) table->groups = std::make_unique<GroupOutput>(table->plan, options_.limits);
    if (options_.each) out.columns = {{"column"}, {"value"}};
    for (std::string_view name : {"count", "share", "cumulative"}) out.columns.push_back({std::string(name)});
    return out;
}

void Frequencies::add(State& state, const Batch& batch, const Place& place, Writer& notes) const {
    if (state.workers.empty())
        for (const auto& table : tables_)
            state.workers.push_back(
                std::make_unique<GroupWorker>(table->plan, GroupInput::records, header_, expr::BindOptions{.optional = true}));
    for (size_t i = 0; i < tables_.size(); ++i) {
        state.workers[i]->add(batch, place, notes);
        tables_[i]->groups->check(*state.workers[i]);
    }
}

void Frequencies::merge(State&& one) {
    for (size_t i = 0; i < one.workers.size(); ++i) tables_[i]->groups->take(std::move(one.workers[i]));
}

void Frequencies::finish(const Writer& out) {
    for (auto& table : tables_) {
        table->groups->finish({}, out);
        Arena arena;
        Buffer scratch;
        for (uint32_t i = 0; i < table->groups->size(); ++i) {
            const auto count = table->groups->result(i, 0, arena, scratch).number().to_int64().value_or(0);
            table->rows.push_back({static_cast<uint64_t>(count), 0, i});
            table->total += static_cast<uint64_t>(count);
        }
        auto is_before = [](const Table::Row& a, const Table::Row& b) {
            return a.count != b.count ? a.count > b.count : a.group < b.group;
        };
        if (options_.top && options_.top < table->rows.size()) {
            const auto end = table->rows.begin() + static_cast<std::ptrdiff_t>(options_.top);
            std::ranges::partial_sort(table->rows, end, is_before);
            table->rows.erase(end, table->rows.end());
        } else {
            std::ranges::sort(table->rows, is_before);
        }
        uint64_t before = 0;
        for (Table::Row& row : table->rows) {
            row.before = before;
            before += row.count;
        }
        table->left = table->total - before;
    }
}

bool Frequencies::part(uint64_t number, Writer& out) const {
    for (const auto& table : tables_) {
        const uint64_t parts = std::max<uint64_t>(1, (table->rows.size() + part_size - 1) / part_size);
        if (number >= parts) {
            number -= parts;
            continue;
        }
        const size_t to = std::min<size_t>((number + 1) * part_size, table->rows.size());
        write(*table, number * part_size, to, number + 1 == parts, out);
        return true;
    }
    return false;
}

void Frequencies::write(const Table& table, size_t from, size_t to, bool last, Writer& out) const {
    const size_t keys = table.plan.keys.size();
    const bool other = last && options_.other && table.left;
    Arena arena;
    Buffer scratch;
    std::vector<std::vector<Cell>> cells(keys + options_.each + 3);
    auto add = [&](uint64_t count, uint64_t before, const auto& key_of) {
        size_t at = 0;
        if (options_.each) cells[at++].push_back(text_cell(table.name));
        for (size_t i = 0; i < keys; ++i) cells[at++].push_back(key_of(i));
        cells[at++].push_back(number_cell(count, arena, scratch));
        cells[at++].push_back(share(count, table.total, arena, scratch));
        cells[at++].push_back(share(before + count, table.total, arena, scratch));
    };
    for (size_t i = from; i < to; ++i) {
        const Table::Row& row = table.rows[i];
        add(row.count, row.before, [&](size_t part) { return table.groups->key_cell(row.group, part); });
    }
    if (other)
        add(table.left, table.total - table.left,
            [](size_t part) { return part == 0 ? text_cell("other") : Cell{"", 0, Form::null, '"'}; });
    std::vector<OutColumn> columns;
    for (const auto& column : cells) columns.push_back({.cells = column.data()});
    out.add(cells.back().size(), columns);
}

} // namespace rowkit::ops
