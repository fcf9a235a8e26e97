// Values of one group past the limit of memory.
#include "ops/value_runs.h"

namespace rowkit::ops {

Error past_memory() {
    return Error(Exit::io, {}, "what is kept of one group does not fit in the memory there is",
                 "a larger --memory");
}

uint64_t ValueRuns::bytes() const {
    uint64_t bytes = 0;
    for (const SortedRun& run : runs_)
        for (const RunFrame& frame : run.frames) bytes += frame.at.plain;
    return bytes;
}

} // namespace rowkit::ops
