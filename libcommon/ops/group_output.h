// The end of a grouping: workers' groups merged, put in order, and written as records.
#pragma once

#include "ops/group_worker.h"
#include "stream/writer.h"

#include <memory>
#include <vector>

namespace rowkit::ops {

/// In what order groups are written.
enum class GroupOrder : uint8_t { first_appearance, key };

/// Takes workers' groups, merges them, and writes. The plan outlives it.
class GroupOutput {
public:
    GroupOutput(const GroupPlan& plan, unsigned threads) : plan_(plan), threads_(threads) {}

    void take(std::unique_ptr<GroupWorker> worker) { workers_.push_back(std::move(worker)); }

    /// Merges what was taken and puts it in order. `totals`: a last record for all groups together. `partial`: states are
    /// written, not results.
    void finish(GroupOrder order, bool totals, bool partial);

    // After that, by record.
    size_t size() const { return rows_.size(); }
    expr::Value result(size_t row, size_t call, Arena& arena, Buffer& scratch) const {
        return merged_[rows_[row].groups]->result(plan_, call, rows_[row].group, arena, scratch);
    }
    /// A part of its key, which is a column's text.
    Cell key_cell(size_t row, size_t part) const {
        Buffer unused;
        return ops::key_cell(key(rows_[row]), part, plan_.keys.size(), unused);
    }

    /// Writes a part of the records: 0, 1, 2 ...; false where there is no such part. Thread-safe.
    bool write_part(uint64_t number, Writer& out) const;

private:
    struct Row {
        uint64_t first;
        uint32_t groups; // of merged_
        uint32_t group;
    };
    void merge_in_parts();
    void sort_by_key();
    void add_totals();
    KeyBytes key(const Row& row) const { return merged_[row.groups]->table().key(row.group); }

    const GroupPlan& plan_;
    unsigned threads_;
    std::vector<std::unique_ptr<GroupWorker>> workers_;
    std::vector<std::unique_ptr<Groups>> merged_;
    std::vector<Row> rows_;
    bool totals_ = false;
    bool partial_ = false;
};

} // namespace rowkit::ops
