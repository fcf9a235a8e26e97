// Values of one group past the limit of memory.
#include "ops/value_runs.h"

namespace rowkit::ops {

Error past_memory() {
    return Error(Exit::io, {}, "what is kept of one group does not fit in the memory there is", "a larger --memory");
}

} // namespace rowkit::ops
