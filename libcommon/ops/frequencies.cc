// How often values come, with their shares.
#include "ops/frequencies.h"

#include <algorithm>
#include <functional>

namespace rowkit::ops {
namespace {

constexpr size_t part_size = 4096;

} // namespace

Frequencies::Frequencies(FrequencyOptions options)
    : options_(std::move(options)), selection_(Selection::parse(options_.columns)) {}

Demand Frequencies::demand() const {
    const auto kind = selection_.needs_names() ? Demand::all : Demand::columns;
    return {.kind = kind, .names = selection_.wanted_names()};
}

Header Frequencies::open(const Header& in) {
    header_ = in;
    tables_.clear();
    Header out;
    const std::vector<size_t> columns = selection_.resolve(in, {.optional = options_.optional, .where = {}});
    for (size_t column : columns) {
        if (tables_.empty() || options_.each) {
            tables_.push_back(std::make_unique<Table>());
            tables_.back()->name = in.name(column);
            tables_.back()->plan = GroupPlan::parse("count()");
        }
        tables_.back()->plan.keys.push_back(KeyPart::column(in, column));
        if (!options_.each) out.columns.push_back({in.name(column)});
    }
    budget_ = std::make_shared<GroupBudget>();
    budget_->users = static_cast<unsigned>(std::max<size_t>(tables_.size(), 1));
    for (const auto& table : tables_) {
        if (options_.approx)
            table->approx = std::make_unique<ApproxCounts>(table->plan.keys, header_);
        else
            table->groups = std::make_unique<GroupOutput>(table->plan, options_.limits, budget_);
    }
    if (options_.each) out.columns = {{"column"}, {"value"}};
    const auto add = [&](const char* name) {
        if (out.has(name))
            throw usage_error(std::string("the output has a column \"") + name + "\" of its own",
                              std::string("rowrename ") + name + "=NAME gives the input's another name");
        out.columns.push_back({name});
    };
    add("count");
    if (options_.approx) add("at_most");
    add("share");
    add("cumulative");
    return out;
}

void Frequencies::add(State& state, const Batch& batch, const Place& place, Writer& notes) const {
    if (state.workers.empty())
        for (const auto& table : tables_)
            state.workers.push_back(std::make_unique<GroupWorker>(table->plan, GroupInput::records, header_,
                                                                  expr::BindOptions{.optional = true}));
    for (size_t i = 0; i < tables_.size(); ++i) {
        state.workers[i]->add(batch, place, notes);
        tables_[i]->groups->relieve(*state.workers[i]);
    }
}

void Frequencies::merge(State&& one) {
    for (size_t i = 0; i < one.workers.size(); ++i) tables_[i]->groups->take(std::move(one.workers[i]));
}

void Frequencies::next(const Batch& batch, const Place& place) {
    for (const auto& table : tables_) table->approx->add(batch, place);
}

void Frequencies::finish(const Writer& out) {
    for (auto& table : tables_) finish(*table, out);
}

void Frequencies::finish(Table& table, const Writer& out) const {
    if (table.approx) {
        for (uint32_t i = 0; i < table.approx->size(); ++i)
            table.rows.push_back({table.approx->count(i), 0, i});
        table.total = table.approx->total();
        return put_in_order(table);
    }
    if (table.groups->has_spilled()) {
        table.spilled = std::make_unique<SpilledCounts>(table.plan, options_.limits, options_.top);
        table.spilled->merge(table.groups->spill_all());
        table.total = table.spilled->total();
        table.left = table.spilled->left();
        return;
    }
    table.groups->finish({}, out);
    Arena arena;
    Buffer scratch;
    for (uint32_t i = 0; i < table.groups->size(); ++i) {
        const auto count = table.groups->result(i, 0, arena, scratch).number().to_int64().value_or(0);
        table.rows.push_back({static_cast<uint64_t>(count), 0, i});
        table.total += static_cast<uint64_t>(count);
    }
    put_in_order(table);
}

/// The greatest counts first; rows with the same one stay as they are. Most values come seldom: their counts
/// are indices.
void Frequencies::sort_by_count(std::vector<Table::Row>& rows) {
    constexpr size_t indices = 1 << 16;
    const auto index_of = [](const Table::Row& row) {
        return indices - 1 - std::min<uint64_t>(row.count, indices - 1);
    };
    std::vector<size_t> starts(indices + 1);
    for (const Table::Row& row : rows) ++starts[index_of(row) + 1];
    for (size_t i = 0; i < indices; ++i) starts[i + 1] += starts[i];
    const auto frequent = static_cast<std::ptrdiff_t>(starts[1]);
    std::vector<Table::Row> sorted(rows.size());
    for (const Table::Row& row : rows) sorted[starts[index_of(row)]++] = row;
    std::ranges::stable_sort(sorted.begin(), sorted.begin() + frequent, std::greater(), &Table::Row::count);
    rows = std::move(sorted);
}

void Frequencies::put_in_order(Table& table) const {
    auto is_before = [](const Table::Row& a, const Table::Row& b) {
        return a.count != b.count ? a.count > b.count : a.group < b.group;
    };
    if (options_.top && options_.top < table.rows.size()) {
        const auto end = table.rows.begin() + static_cast<std::ptrdiff_t>(options_.top);
        std::ranges::partial_sort(table.rows, end, is_before);
        table.rows.erase(end, table.rows.end());
    } else {
        sort_by_count(table.rows);
    }
    uint64_t before = 0;
    for (Table::Row& row : table.rows) {
        row.before = before;
        before += row.count;
    }
    table.left = table.total - before;
}

uint64_t Frequencies::Table::parts() const {
    return spilled ? spilled->parts() : std::max<uint64_t>(1, (rows.size() + part_size - 1) / part_size);
}

bool Frequencies::part(uint64_t number, Writer& out) const {
    for (const auto& table : tables_) {
        const uint64_t parts = table->parts();
        if (number < parts) {
            write(*table, number, out);
            return true;
        }
        number -= parts;
    }
    return false;
}

void Frequencies::write(const Table& table, uint64_t part, Writer& out) const {
    FrequencyLayout layout{
        .keys = table.plan.keys.size(), .column = {}, .bounds = options_.approx, .total = table.total};
    if (options_.each) layout.column = table.name;
    const uint64_t missed = table.approx ? table.approx->missed() : 0;
    FrequencyRows rows(layout);
    if (table.spilled) {
        table.spilled->each(part, [&](const KeyBytes& key, uint64_t count, uint64_t before) {
            rows.add_copy(key, {count, before});
            if (rows.size() == part_size) rows.write(out);
        });
    } else {
        const size_t to = std::min<size_t>((part + 1) * part_size, table.rows.size());
        for (size_t i = part * part_size; i < to; ++i)
            rows.add(table.key(table.rows[i].group), {table.rows[i].count, table.rows[i].before, missed});
    }
    // What was let go of an approximate count belongs to the others too.
    if (part + 1 == table.parts() && options_.other && table.left)
        rows.add_other({table.left, table.total - table.left});
    rows.write(out);
}

} // namespace rowkit::ops
