// A join whose built side memory does not hold: what its records are joined to is found before the stream is
// read for output.
#pragma once

#include "ops/join_found.h"
#include "ops/join_reader.h"
#include "ops/join_router.h"
#include "ops/sorted_run.h"
#include "stream/stored_inputs.h"

#include <exception>
#include <vector>

namespace rowkit::ops {

/// What was found. Reading it is thread-safe.
struct JoinPastMemory {
    StoredInputs inputs; // which the settings now name
    FoundRuns found;
    std::vector<SortedRun> unmatched; // rows that nothing was joined to, by their place in the file
    uint64_t built_records = 0, built_keys = 0;
    uint64_t streamed_records = 0; // so many are to be read again
    std::exception_ptr error;      // of the first reading
};

/// `side` was spilled, and is so no more. `settings`, of the whole run, are changed: pipes are read from
/// where they were put aside. `demand`: that of the run. Throws Error: exit 4 where a temporary file can't be
/// written, exit 3 for a key that is there twice where that is an error.
std::shared_ptr<const JoinPastMemory> join_past_memory(JoinSide& side, Settings& settings,
                                                       const JoinBuildOptions& options,
                                                       const JoinMatching& matching, const Demand& demand);

} // namespace rowkit::ops
