// Groups of an input in which each group's records follow one another.
#include "ops/sorted_groups.h"

#include <algorithm>

namespace rowkit::ops {

SortedGroups::SortedGroups(const GroupPlan& plan, const SpillLimits& limits, const Header& header,
                           const expr::BindOptions& options, bool totals, bool partial)
    : plan_(plan), limits_(limits), worker_(plan, GroupInput::records, header, options),
      records_(plan, partial), total_(totals ? std::make_unique<Groups>(plan) : nullptr) {
    worker_.take_runs();
}

/// The first `count` groups.
void SortedGroups::write(size_t count, Writer& out) {
    Groups& groups = worker_.groups();
    groups.seal();
    for (size_t from = 0, to; from < count; from = to) {
        to = std::min(from + GroupRecords::chunk, count);
        for (size_t group = from; group < to; ++group) records_.add(groups, static_cast<uint32_t>(group));
        records_.write(out);
        if (!total_) continue;
        for (size_t group = from; group < to; ++group)
            total_->take_all_of(groups, static_cast<uint32_t>(group));
        total_->limit(limits_.for_groups() / 2, limits_);
    }
}

void SortedGroups::add(const Batch& batch, const Place& place, Writer& out) {
    worker_.add(batch, place, out);
    const size_t count = worker_.groups().size();
    if (count < 2) return worker_.groups().limit(limits_.for_groups() / 2, limits_);
    write(count - 1, out);
    Groups rest(plan_);
    const auto last = static_cast<uint32_t>(count - 1);
    rest.absorb(worker_.groups(), {&last, 1});
    worker_.groups() = std::move(rest);
}

void SortedGroups::finish(Writer& out) {
    Groups& groups = worker_.groups();
    if (plan_.keys.empty() && groups.size() == 0) { // of nothing there is one total too
        groups.table().find_or_add(KeyBytes{"", 0, seeded_hash({}), 0}, 0);
        groups.grow();
    }
    write(groups.size(), out);
    if (!total_ || total_->size() == 0) return;
    total_->seal();
    records_.add(*total_, 0, true);
    records_.write(out);
}

} // namespace rowkit::ops
