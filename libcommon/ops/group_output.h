// The end of a grouping: workers' groups merged, put in order, and written as records.
#pragma once

#include "ops/group_worker.h"
#include "ops/spilled_output.h"

#include <atomic>
#include <memory>
#include <vector>

namespace rowkit::ops {

/// What is held of all that groupings may hold together.
struct GroupBudget {
    std::atomic<uint64_t> held = 0; // bytes
    unsigned users = 1;             // groupings
};

/// Takes workers' groups, merges them, and writes. The plan outlives it.
class GroupOutput {
public:
    /// `budget`: where several groupings share what the limits allow.
    GroupOutput(const GroupPlan& plan, const SpillLimits& limits,
                std::shared_ptr<GroupBudget> budget = std::make_shared<GroupBudget>())
        : plan_(plan), limits_(limits), budget_(std::move(budget)), shared_(plan) {}

    /// After a worker has been given a batch: has it spill where all workers together hold too much.
    /// Thread-safe for different workers. Throws Error (exit 4) where a temporary file can't be written.
    void relieve(GroupWorker& worker) const;

    void take(std::unique_ptr<GroupWorker> worker) { workers_.push_back(std::move(worker)); }

    /// Merges what was taken and puts it in order. `out`: how records will be written; nothing is written
    /// yet.
    void finish(const GroupWriting& writing, const Writer& out);
    /// Writes a part of the records: 0, 1, 2 ...; false where there is no such part. Thread-safe.
    bool write_part(uint64_t number, Writer& out) const;

    // After finish(), unless a worker has spilled, by record.
    size_t size() const { return rows_.size(); }
    expr::Value result(size_t row, size_t call, Arena& arena, Buffer& scratch) const {
        return merged_[rows_[row].groups]->result(plan_, call, rows_[row].group, arena, scratch);
    }
    KeyBytes key(size_t row) const { return key(rows_[row]); }

    /// Whether a worker has spilled. Then, in place of finish(), spill_all() gives all groups as they are in
    /// temporary files.
    bool has_spilled() const;
    std::vector<SpilledPiece> spill_all();

private:
    struct Row {
        uint64_t first;
        uint32_t groups; // of merged_
        uint32_t group;
    };
    bool is_full(GroupWorker& worker) const;
    bool count_part(SharedGroups::Part& part) const;
    void relieve_shared() const;
    bool share(GroupWorker& worker) const;
    void merge();
    void put_in_order();
    void sort_by_key();
    void add_totals();
    KeyBytes key(const Row& row) const { return merged_[row.groups]->table().key(row.group); }

    const GroupPlan& plan_;
    SpillLimits limits_;
    GroupWriting writing_;
    std::shared_ptr<GroupBudget> budget_;
    mutable SharedGroups shared_;
    std::vector<std::unique_ptr<GroupWorker>> workers_;
    std::vector<std::unique_ptr<Groups>> merged_;
    std::vector<Row> rows_;
    std::unique_ptr<SpilledOutput> spilled_; // in place of the above
};

} // namespace rowkit::ops
