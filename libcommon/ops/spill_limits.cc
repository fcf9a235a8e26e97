// What may be held in memory of what can be spilled.
#include "ops/spill_limits.h"

#include "base/resources.h"

#include <algorithm>

namespace rowkit::ops {

SpillLimits SpillLimits::of(const Settings& settings) {
    return {memory_to_use(settings.memory), threads_to_use(settings.threads), settings.tmpdir};
}

uint64_t SpillLimits::usable() const {
    return memory - std::min(memory / 2, std::max<uint64_t>(memory / 10, 24 << 20));
}

size_t SpillLimits::frame_bytes() const { return std::clamp<uint64_t>(memory / 3000, 4 << 10, 128 << 10); }

std::vector<SortedRun> SpillLimits::merged_down(std::vector<SortedRun> runs) const {
    return merge_down(std::move(runs), memory / (frame_bytes() * (5 * threads + 8)), frame_bytes(), threads,
                      tmpdir);
}

} // namespace rowkit::ops
