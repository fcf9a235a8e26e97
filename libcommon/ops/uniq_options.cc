// What rowuniq is asked for.
#include "ops/uniq_options.h"

#include <algorithm>

namespace rowkit::ops {

size_t UniqOptions::frame_bytes() const {
    return std::clamp<uint64_t>(limits.memory / 8000, 4 << 10, 64 << 10);
}

// The rest is for blocks on their way, for what is put aside, and for tables that grow by a half, nearly at
// the same time.
uint64_t UniqOptions::memory_for_keys() const {
    const uint64_t blocks = (uint64_t{5} << 20) * limits.threads, most = limits.memory - limits.memory / 5;
    return std::max(most > blocks ? most - blocks : 0, limits.memory / 4);
}

} // namespace rowkit::ops
