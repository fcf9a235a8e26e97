// Which SIMD instructions are used.
#pragma once

#include <string_view>
#include <vector>

namespace rowkit {

/// The instruction sets that this machine has and some scan is compiled for, by Highway's names, best first;
/// the last is the baseline that the program was compiled for.
std::vector<std::string_view> simd_targets();

/// For tests: the scans use nothing better than the one of simd_targets() of this name; "": the best there
/// is. Not thread-safe.
void limit_simd(std::string_view target);

} // namespace rowkit
