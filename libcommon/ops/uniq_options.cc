// What rowuniq is asked for.
#include "ops/uniq_options.h"

#include "base/resources.h"

#include <algorithm>

namespace rowkit::ops {

void UniqOptions::take(const Settings& settings) {
    memory = memory_to_use(settings.memory);
    threads = threads_to_use(settings.threads);
    tmpdir = settings.tmpdir;
    optional = settings.read.optional;
}

size_t UniqOptions::frame_bytes() const { return std::clamp<uint64_t>(memory / 8000, 4 << 10, 64 << 10); }

// The rest is for blocks on their way, and for what is put aside.
uint64_t UniqOptions::memory_for_keys() const {
    constexpr uint64_t blocks = 16 << 20;
    const uint64_t most = memory - memory / 8;
    return std::max(most > blocks ? most - blocks : 0, memory / 4);
}

} // namespace rowkit::ops
