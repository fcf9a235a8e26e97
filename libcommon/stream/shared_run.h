// What several runs of one tool have in common: one reads another input before the other does, or beside it.
#pragma once

#include "stream/bad.h"

#include <atomic>
#include <cstdint>

namespace rowkit {

struct SharedRun {
    /// Of so many runs, the last of which is told of in the summary.
    SharedRun(const Settings& settings, unsigned runs) : bad(settings, runs) {}

    BadRecords bad;                    // of all of them, counted together
    std::atomic<uint64_t> bytes_in{0}; // of the inputs that have been read to their end
};

} // namespace rowkit
