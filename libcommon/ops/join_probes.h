// The streamed keys of a part, looked up some at a time.
#pragma once

#include "ops/join_parts.h"
#include "ops/join_record.h"
#include "ops/run_merge.h"
#include "ops/sharded_keys.h"

#include <vector>

namespace rowkit::ops {

/// Used by one thread.
class PartProbes {
public:
    /// From `from` to before `to`, where these are given. `points`: each key has one.
    PartProbes(std::span<const SortedRun> streamed, const RunRecord* from, const RunRecord* to, bool points)
        : merge_(streamed, from, to), points_(points) {}

    /// Calls use(place, group, point) for each key in the order of the runs; the group is GroupTable::none
    /// for a key that is not in the table.
    template <class Use>
    void each(const ShardedKeys& table, const Use& use) {
        while (take_some()) {
            groups_.resize(keys_.size());
            table.find(keys_, groups_.data());
            for (size_t i = 0; i < keys_.size(); ++i) use(places_[i], groups_[i], at_[i]);
        }
    }

private:
    bool take_some();

    RunMerge merge_;
    bool points_;
    Buffer bytes_;
    std::vector<size_t> ends_;
    std::vector<uint64_t> places_;
    std::vector<KeyBytes> keys_;
    std::vector<JoinPoint> at_;
    std::vector<uint32_t> groups_;
};

} // namespace rowkit::ops
