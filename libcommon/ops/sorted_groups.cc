// Groups of an input in which each group's records follow one another.
#include "ops/sorted_groups.h"

namespace rowkit::ops {

SortedGroups::SortedGroups(const GroupPlan& plan, const Header& header, const expr::BindOptions& options, bool totals,
                           bool partial)
    : plan_(plan), worker_(plan, GroupInput::records, header, options), records_(plan, partial),
      total_(totals ? std::make_unique<Groups>(plan) : nullptr) {
    worker_.take_runs();
}

/// The first `count` groups.
void SortedGroups::write(size_t count, Writer& out) {
    Groups& groups = worker_.groups();
    groups.seal();
    for (uint32_t group = 0; group < count; ++group) {
        records_.add(groups, group);
        if (total_) total_->add_all_of(groups, group);
        if (records_.size() == GroupRecords::chunk) records_.write(out);
    }
    if (records_.size()) records_.write(out);
}

void SortedGroups::add(const Batch& batch, const Place& place, Writer& out) {
    worker_.add(batch, place, out);
    const size_t count = worker_.groups().size();
    if (count < 2) return;
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
