// Records with keys that there was no room for in memory.
#pragma once

#include "ops/uniq_shard.h"

#include <vector>

namespace rowkit::ops {

/// Takes a shard's records that were put aside, in parts that have room in `memory` bytes (their keys, and
/// what is held of them), and gives all that it has to write: runs in the order of the input.
std::vector<SortedRun> resolve(const UniqOptions& options, UniqShard& shard, uint64_t memory);

} // namespace rowkit::ops
