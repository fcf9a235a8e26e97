// Groups with their states as records, to be merged later or elsewhere.
#pragma once

#include "codec/header.h"
#include "ops/groups.h"
#include "stream/stage.h"

#include <optional>
#include <string>

namespace rowkit::ops {

/// The columns of such records: the keys, then one that bears the grouping itself in its name, after a
/// version: `rowgroup 2: n = count(), sum(fare) by vendor`. Its cells are the group's states, one after
/// another, and an end word.
Header partial_header(const GroupPlan& plan);

/// The grouping that such a header names. Throws Error (exit 3) where there is none, of another version, or
/// damaged.
GroupPlan partial_plan(const Header& header);

/// Appends all states of a group, as text.
void write_states(Groups& groups, uint32_t group, Buffer& out);
/// Merges such states into a group. Throws Error (exit 3).
void read_states(Groups& groups, uint32_t group, std::string_view text, uint64_t position);

/// Reads such records. Bound to one header; used by one thread. The plan outlives it.
class PartialReader {
public:
    PartialReader(const GroupPlan& plan, const Header& header);

    /// `position`: of the batch's first record. Throws Error (exit 3) with the line of what is no state.
    void add(const Batch& batch, uint64_t position, Groups& groups);

private:
    const GroupPlan& plan_;
    std::vector<size_t> keys_; // columns
    size_t states_ = 0;
    Buffer key_, scratch_;
};

} // namespace rowkit::ops
