// Groups that all workers fill together.
#include "ops/shared_groups.h"

namespace rowkit::ops {

SharedGroups::SharedGroups(const GroupPlan& plan) {
    for (Part& part : parts_) part.groups = std::make_unique<Groups>(plan);
}

void SharedGroups::absorb(Groups& groups) {
    in_use_ = true;
    groups.seal();
    std::array<std::vector<uint32_t>, parts> chosen;
    for (auto& list : chosen) list.reserve(groups.size() / parts * 5 / 4);
    for (uint32_t group = 0; group < groups.size(); ++group)
        chosen[part_of(groups.table().hash(group))].push_back(group);
    for (size_t i = 0; i < parts; ++i) {
        std::lock_guard lock(parts_[i].mutex);
        parts_[i].groups->absorb(groups, chosen[i]);
    }
}

} // namespace rowkit::ops
