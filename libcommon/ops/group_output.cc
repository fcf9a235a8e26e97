// The end of a grouping.
#include "ops/group_output.h"

#include "data/number_parse.h"
#include "io/crew.h"
#include "ops/group_records.h"

#include <algorithm>
#include <array>

namespace rowkit::ops {
namespace {

constexpr unsigned partition_bits = 5;
constexpr size_t partitions = size_t{1} << partition_bits;
constexpr size_t few_groups = 20'000; // are merged by one thread
constexpr size_t part_size = 4096;    // records

/// The order of cells as rowsort has it: numbers by value, then texts by their bytes, then nulls.
int compare_cells(const Cell& a, const Cell& b) {
    if (a.is_null() || b.is_null()) return int{a.is_null()} - int{b.is_null()};
    const auto x = parse_number(a.raw()), y = parse_number(b.raw());
    if (x && y) return x->was_rounded() || y->was_rounded() ? compare_number_texts(a.raw(), b.raw()) : compare(*x, *y);
    if (x || y) return x ? -1 : 1;
    return a.raw().compare(b.raw());
}

} // namespace

/// Each part of the hashes' range is merged by itself, side by side.
void GroupOutput::merge_in_parts() {
    std::vector<std::array<std::vector<uint32_t>, partitions>> chosen(workers_.size());
    merged_.resize(partitions);
    std::exception_ptr error;
    std::mutex error_mutex;
    auto guarded = [&](auto&& job) {
        return [&, job] {
            try {
                job();
            } catch (...) {
                std::lock_guard lock(error_mutex);
                error = std::current_exception();
            }
        };
    };
    Crew crew(threads_);
    for (size_t i = 0; i < workers_.size(); ++i)
        crew.run(guarded([&, i] {
            workers_[i]->groups().seal();
            const GroupTable& table = workers_[i]->groups().table();
            for (auto& list : chosen[i]) list.reserve(table.size() / partitions * 5 / 4);
            for (uint32_t group = 0; group < table.size(); ++group)
                chosen[i][table.hash(group) >> (64 - partition_bits)].push_back(group);
        }));
    crew.finish();
    for (size_t part = 0; part < partitions; ++part)
        crew.run(guarded([&, part] {
            merged_[part] = std::make_unique<Groups>(plan_);
            for (size_t i = 0; i < workers_.size(); ++i)
                merged_[part]->absorb(workers_[i]->groups(), chosen[i][part]);
        }));
    crew.finish();
    if (error) std::rethrow_exception(error);
}

void GroupOutput::finish(GroupOrder order, bool totals, bool partial) {
    partial_ = partial;
    std::erase_if(workers_, [](const auto& worker) { return !worker || worker->groups().size() == 0; });
    size_t count = 0;
    for (const auto& worker : workers_) count += worker->groups().size();
    if (workers_.size() > 1 && count > few_groups) {
        merge_in_parts();
    } else {
        merged_.push_back(std::make_unique<Groups>(plan_));
        for (auto& worker : workers_) {
            worker->groups().seal();
            if (workers_.size() == 1) *merged_[0] = std::move(worker->groups());
            else merged_[0]->absorb(worker->groups(), expr::all_rows(worker->groups().size()));
        }
    }
    workers_.clear();
    if (plan_.keys.empty() && merged_[0]->size() == 0) { // of nothing there is one total too
        merged_[0]->table().find_or_add(KeyBytes{"", 0, seeded_hash({}), 0}, 0);
        merged_[0]->grow();
    }
    for (uint32_t i = 0; i < merged_.size(); ++i)
        for (uint32_t group = 0; group < merged_[i]->size(); ++group)
            rows_.push_back({merged_[i]->table().first(group), i, group});
    const auto by_first = [](const Row& a, const Row& b) { return a.first < b.first; };
    if (!std::ranges::is_sorted(rows_, by_first)) std::ranges::sort(rows_, by_first);
    if (order == GroupOrder::key) sort_by_key();
    for (auto& groups : merged_) groups->seal();
    if (totals) add_totals();
}

void GroupOutput::sort_by_key() {
    const size_t parts = plan_.keys.size();
    std::ranges::stable_sort(rows_, [&](const Row& a, const Row& b) {
        Buffer left, right;
        for (size_t i = 0; i < parts; ++i)
            if (const int order = compare_cells(ops::key_cell(key(a), i, parts, left), ops::key_cell(key(b), i, parts, right)))
                return order < 0;
        return false;
    });
}

/// All groups merged into one more, by way of their states as text: merging would take what groups hold away from them.
void GroupOutput::add_totals() {
    auto total = std::make_unique<Groups>(plan_);
    total->table().find_or_add(KeyBytes{"", 0, seeded_hash({}), 0}, 0);
    total->grow();
    Buffer text;
    for (const Row& row : rows_) {
        for (size_t i = 0; i < total->states(); ++i) {
            text.clear();
            StateWriter writer(text, true);
            merged_[row.groups]->state(i).write(row.group, writer);
            StateReader reader(text.view(), row.first, true);
            total->state(i).read(0, reader);
        }
    }
    total->seal();
    rows_.push_back({0, static_cast<uint32_t>(merged_.size()), 0});
    merged_.push_back(std::move(total));
    totals_ = true;
}

bool GroupOutput::write_part(uint64_t number, Writer& out) const {
    const size_t from = number * part_size, to = std::min(from + part_size, rows_.size());
    if (from >= rows_.size()) return false;
    GroupRecords records(plan_, partial_);
    for (size_t i = from; i < to; ++i)
        records.add(*merged_[rows_[i].groups], rows_[i].group, totals_ && i + 1 == rows_.size());
    records.write(out);
    return true;
}

} // namespace rowkit::ops
