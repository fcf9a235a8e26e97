// The end of a grouping.
#include "ops/group_output.h"

#include "base/error.h"
#include "base/resources.h"
#include "ops/group_records.h"
#include "ops/parallel.h"
#include "ops/value_runs.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr uint64_t least_for_one_group =
    2 << 20;                          // of a worker: what sketches and the like take, that can't be spilled
constexpr size_t few_groups = 20'000; // each worker has a table of its own for these

} // namespace

/// Whether all workers hold too much, and this one enough of it.
bool GroupOutput::is_full(GroupWorker& worker) const {
    const uint64_t now = worker.groups().bytes();
    uint64_t& counted = worker.spill().counted;
    const uint64_t held = budget_->held += now - counted;
    counted = now;
    const uint64_t most = limits_.for_groups();
    return held > most && now > most / limits_.threads / budget_->users / 2;
}

/// Has the worker put its groups where all do, once there are many.
bool GroupOutput::share(GroupWorker& worker) const {
    if (worker.shares()) return true;
    if (limits_.threads == 1 || worker.groups().size() <= few_groups || !worker.can_share()) return false;
    budget_->held -= worker.spill().counted;
    worker.spill().counted = 0;
    worker.share(shared_);
    return true;
}

/// Whether all hold too much, and this part, which is locked, enough of it.
bool GroupOutput::count_part(SharedGroups::Part& part) const {
    const uint64_t now = part.groups->bytes(), most = limits_.for_groups();
    const uint64_t held = budget_->held += now - part.spill.counted;
    part.spill.counted = now;
    return held > most && now > most / SharedGroups::parts / budget_->users / 2;
}

void GroupOutput::relieve(GroupWorker& worker) const {
    if (share(worker)) return relieve_shared();
    if (!is_full(worker)) return;
    if (plan_.keys.empty()) { // there will be no other group
        worker.groups().spill_values(limits_);
        if (!is_full(worker)) return;
        if (worker.groups()
                .spilled()) { // the rest stays, and will be put together with that of the other workers
            const uint64_t most = std::max(limits_.for_one_group() / limits_.threads, least_for_one_group);
            if (worker.groups().bytes() > most) throw past_memory();
            return;
        }
    }
    worker.spill().write(worker.groups(), limits_);
    budget_->held -= worker.spill().counted;
    worker.spill().counted = 0;
    worker.groups() = Groups(plan_);
}

/// Parts that others are at are left to them.
void GroupOutput::relieve_shared() const {
    for (size_t i = 0; i < SharedGroups::parts; ++i) {
        SharedGroups::Part& part = shared_[i];
        std::unique_lock lock(part.mutex, std::try_to_lock);
        if (!lock.owns_lock() || !count_part(part)) continue;
        part.spill.write(*part.groups, limits_);
        part.groups = std::make_unique<Groups>(plan_);
        budget_->held -= part.spill.counted;
        part.spill.counted = 0;
    }
}

/// Of all workers.
std::vector<SpilledPiece> GroupOutput::spill_all() {
    std::vector<SpilledPiece> pieces;
    auto gather = [&](const GroupSpill& spill) {
        std::ranges::copy(spill.pieces(), std::back_inserter(pieces));
    };
    run_jobs(limits_.threads, workers_.size(),
             [&](size_t i) { workers_[i]->spill().write(workers_[i]->groups(), limits_); });
    for (auto& worker : workers_) gather(worker->spill());
    workers_.clear();
    run_jobs(limits_.threads, SharedGroups::parts, [&](size_t i) {
        shared_[i].spill.write(*shared_[i].groups, limits_);
        shared_[i].groups.reset();
    });
    for (size_t i = 0; i < SharedGroups::parts; ++i) gather(shared_[i].spill);
    give_memory_back();
    return pieces;
}

void GroupOutput::merge() {
    std::erase_if(workers_, [](const auto& worker) { return worker->groups().size() == 0; });
    size_t count = 0;
    for (const auto& worker : workers_) count += worker->groups().size();
    if (shared_.in_use() || (workers_.size() > 1 && count > few_groups)) {
        run_jobs(limits_.threads, workers_.size(), [&](size_t i) { shared_.absorb(workers_[i]->groups()); });
        for (size_t i = 0; i < SharedGroups::parts; ++i) merged_.push_back(std::move(shared_[i].groups));
    } else {
        merged_.push_back(std::make_unique<Groups>(plan_));
        run_jobs(limits_.threads, workers_.size(), [&](size_t i) { workers_[i]->groups().seal(); });
        std::vector<Groups*> all;
        for (auto& worker : workers_) all.push_back(&worker->groups());
        if (all.size() == 1) *merged_[0] = std::move(*all[0]);
        else merged_[0]->absorb_all(all, limits_.threads);
    }
    workers_.clear();
    if (plan_.keys.empty() && merged_[0]->size() == 0) { // of nothing there is one total too
        merged_[0]->table().find_or_add(KeyBytes{"", 0, seeded_hash({}), 0}, 0);
        merged_[0]->grow();
    }
}

bool GroupOutput::has_spilled() const {
    bool spilled = std::ranges::any_of(workers_, [](const auto& worker) { return !worker->spill().empty(); });
    for (size_t i = 0; i < SharedGroups::parts; ++i) spilled = spilled || !shared_[i].spill.empty();
    return spilled;
}

void GroupOutput::finish(const GroupWriting& writing, const Writer& out) {
    writing_ = writing;
    if (has_spilled()) {
        std::vector<SpilledPiece> pieces = spill_all();
        spilled_ = std::make_unique<SpilledOutput>(plan_, limits_, writing_);
        return spilled_->merge(std::move(pieces), out);
    }
    merge();
    put_in_order();
    if (writing_.order == GroupOrder::key) sort_by_key();
    for (auto& groups : merged_) groups->seal();
    if (writing_.totals) add_totals();
}

/// By the first record. Each merged part is sorted by itself, then each stretch of the input, side by side.
void GroupOutput::put_in_order() {
    std::vector<std::vector<Row>> parts(merged_.size());
    run_jobs(limits_.threads, merged_.size(), [&](size_t i) {
        const GroupTable& table = merged_[i]->table();
        parts[i].reserve(table.size());
        for (uint32_t group = 0; group < table.size(); ++group)
            parts[i].push_back({table.first(group), static_cast<uint32_t>(i), group});
        if (!std::ranges::is_sorted(parts[i], {}, &Row::first)) std::ranges::sort(parts[i], {}, &Row::first);
    });
    if (parts.size() == 1) {
        rows_ = std::move(parts[0]);
        return;
    }
    const size_t stretches = parts[0].size() < 64 ? 1 : 4 * limits_.threads;
    std::vector<std::vector<Row>> sorted(stretches);
    // A part's groups are as good a sample of all groups as any.
    auto start_of = [&](size_t stretch) {
        return stretch == 0 ? 0 : parts[0][stretch * parts[0].size() / stretches].first;
    };
    run_jobs(limits_.threads, stretches, [&](size_t stretch) {
        for (const std::vector<Row>& part : parts) {
            const auto from = std::ranges::lower_bound(part, start_of(stretch), {}, &Row::first);
            const auto to = stretch + 1 == stretches
                                ? part.end()
                                : std::ranges::lower_bound(part, start_of(stretch + 1), {}, &Row::first);
            sorted[stretch].insert(sorted[stretch].end(), from, to);
        }
        std::ranges::sort(sorted[stretch], {}, &Row::first);
    });
    for (const std::vector<Row>& stretch : sorted) rows_.insert(rows_.end(), stretch.begin(), stretch.end());
}

void GroupOutput::sort_by_key() {
    std::vector<std::pair<std::string, Row>> keyed;
    Arena arena;
    Buffer bytes;
    for (const Row& row : rows_) {
        arena.clear();
        bytes.clear();
        append_order_key(key(row), plan_.keys, GroupOrder::key, arena, bytes);
        keyed.emplace_back(bytes.view(), row);
    }
    std::ranges::sort(keyed, [](const auto& a, const auto& b) {
        const int order = compare_keys(a.first, b.first);
        return order ? order < 0 : a.second.first < b.second.first;
    });
    for (size_t i = 0; i < keyed.size(); ++i) rows_[i] = keyed[i].second;
}

void GroupOutput::add_totals() {
    auto total = std::make_unique<Groups>(plan_);
    for (auto& groups : merged_) total->add_all_of(*groups);
    total->seal();
    if (total->size() == 0) return;
    rows_.push_back({0, static_cast<uint32_t>(merged_.size()), 0});
    merged_.push_back(std::move(total));
}

bool GroupOutput::write_part(uint64_t number, Writer& out) const {
    if (spilled_) return spilled_->write_part(number, out);
    const size_t from = number * GroupRecords::chunk, to = std::min(from + GroupRecords::chunk, rows_.size());
    if (from >= rows_.size()) return false;
    GroupRecords records(plan_, writing_.partial);
    for (size_t i = from; i < to; ++i)
        records.add(*merged_[rows_[i].groups], rows_[i].group, writing_.totals && i + 1 == rows_.size());
    records.write(out);
    return true;
}

} // namespace rowkit::ops
