// Which SIMD instructions this machine has, for Highway's dispatch.
//
// Highway's shared library measures the processor's timer when it is loaded, which takes 5 ms: longer than ten lines
// take from beginning to end. Of that library the dispatch needs just the two functions below, so they stand here,
// and the library is not linked; all else of Highway is in its headers.
#include "base/simd.h"

#include <hwy/targets.h>

namespace hwy {
namespace {

int64_t& wanted_targets() {
    static int64_t targets = 0; // 0: what the machine has
    return targets;
}

int64_t machine_targets() {
    int64_t targets = 0;
#if HWY_ARCH_X86
    __builtin_cpu_init();
    const bool ssse3 = __builtin_cpu_supports("ssse3");
    const bool sse4 = ssse3 && __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul");
    const bool avx2 = sse4 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    const bool avx3 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512cd");
    if (ssse3) targets |= HWY_SSSE3;
    if (sse4) targets |= HWY_SSE4;
    if (avx2) targets |= HWY_AVX2;
    if (avx3) targets |= HWY_AVX3;
#else
    targets = HWY_ENABLED_BASELINE;
#endif
    return targets;
}

} // namespace

int64_t SupportedTargets() {
    const int64_t targets = wanted_targets() ? wanted_targets() : machine_targets();
    return targets | HWY_ENABLED_BASELINE;
}

ChosenTarget& GetChosenTarget() {
    static ChosenTarget chosen;
    return chosen;
}

} // namespace hwy

namespace rowkit {

void use_simd_targets(int64_t targets) {
    hwy::wanted_targets() = targets;
    hwy::GetChosenTarget().DeInit();
}

} // namespace rowkit
