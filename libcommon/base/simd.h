// Which SIMD instructions are used.
#pragma once

#include <cstdint>

namespace rowkit {

/// For tests: confines the scans to these of Highway's targets (a set of HWY_* bits) that the machine has; 0: the best.
/// Not thread-safe; the baseline that the program was compiled for is always among them.
void use_simd_targets(int64_t targets);

} // namespace rowkit
