// What each thread has of a join.
#pragma once

#include "ops/join_rows.h"
#include "ops/joiner.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowkit::ops {

/// What one thread needs for a batch.
struct Joiner::Worker {
    explicit Worker(const Joiner& joiner)
        : rows(joiner.side_->row_cells, joiner.built_cells_, joiner.absent_.size(),
               joiner.options_->kind.keep_built) {
        const JoinMatching& matching = joiner.options_->matching;
        if (joiner.past_ || joiner.merge_)
            probe.emplace(matching, joiner.header_, joiner.bind_);
        else
            matcher.emplace(*joiner.side_->table, matching, joiner.header_, joiner.bind_);
        if (joiner.past_) found.emplace(joiner.past_->found);
    }

    std::optional<JoinMatcher> matcher;
    std::optional<JoinProbe> probe;   // of sorted inputs, and past memory
    std::optional<FoundReader> found; // past memory
    std::vector<const char*> passed, matches;
    JoinRows rows;
    std::vector<uint32_t> kept, missed; // records
    uint64_t pairs = 0;
};

} // namespace rowkit::ops
