// Groups of an input in which each group's records follow one another: each is written as the next one
// begins.
#pragma once

#include "ops/group_records.h"
#include "ops/group_worker.h"

#include <memory>

namespace rowkit::ops {

/// Takes batches in order. Memory: the groups of one batch; values of one group that spans many are spilled.
/// The plan and the limits outlive it; not thread-safe.
class SortedGroups {
public:
    SortedGroups(const GroupPlan& plan, const SpillLimits& limits, const Header& header,
                 const expr::BindOptions& options, bool totals, bool partial);

    void add(const Batch& batch, const Place& place, Writer& out);
    void finish(Writer& out);

private:
    void write(size_t count, Writer& out);

    const GroupPlan& plan_;
    const SpillLimits& limits_;
    GroupWorker worker_;
    GroupRecords records_;
    std::unique_ptr<Groups> total_;
};

} // namespace rowkit::ops
