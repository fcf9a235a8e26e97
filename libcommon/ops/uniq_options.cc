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

// The rest is for blocks on their way, for what is put aside, and for tables that grow by a half, nearly at
// the same time.
uint64_t UniqOptions::memory_for_keys() const {
    const uint64_t blocks = (uint64_t{5} << 20) * threads, most = memory - memory / 5;
    return std::max(most > blocks ? most - blocks : 0, memory / 4);
}

} // namespace rowkit::ops
