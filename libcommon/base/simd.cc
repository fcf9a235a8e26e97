// Which SIMD instructions this machine has, for Highway's dispatch.
//
// Highway's shared library measures the processor's timer when it is loaded, which takes 5 ms: longer than
// ten lines take from beginning to end. Of that library the dispatch needs just the two functions below, so
// they stand here, and the library is not linked; all else of Highway is in its headers.
#include "base/simd.h"

#include <hwy/targets.h>

namespace hwy {
namespace {

int64_t& allowed_targets() {
    static int64_t targets = ~int64_t{0};
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
    // Highway wants VAES, too, which clang 14 can't ask for; every processor with VPCLMULQDQ has it.
    const bool avx3_dl = avx3 && __builtin_cpu_supports("avx512vbmi") &&
                         __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vnni") &&
                         __builtin_cpu_supports("avx512bitalg") &&
                         __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("vpclmulqdq") &&
                         __builtin_cpu_supports("gfni");
    if (ssse3) targets |= HWY_SSSE3;
    if (sse4) targets |= HWY_SSE4;
    if (avx2) targets |= HWY_AVX2;
    if (avx3) targets |= HWY_AVX3;
    if (avx3_dl) targets |= HWY_AVX3_DL;
#else
    targets = HWY_ENABLED_BASELINE;
#endif
    return targets;
}

} // namespace

int64_t SupportedTargets() { return (machine_targets() & allowed_targets()) | HWY_ENABLED_BASELINE; }

ChosenTarget& GetChosenTarget() {
    static ChosenTarget chosen;
    return chosen;
}

} // namespace hwy

namespace rowkit {

namespace {

/// Runs through the targets that the machine has, the best (in Highway the lowest bit) first.
template <class Use>
void for_each_target(Use use) {
    const int64_t targets = hwy::machine_targets() | HWY_ENABLED_BASELINE;
    for (int64_t rest = targets; rest; rest &= rest - 1) {
        const int64_t target = rest & -rest;
        use(target, std::string_view(hwy::TargetName(target)));
        if (target & HWY_ENABLED_BASELINE) return; // what is below is not compiled
    }
}

} // namespace

std::vector<std::string_view> simd_targets() {
    std::vector<std::string_view> names;
    for_each_target([&](int64_t, std::string_view name) { names.push_back(name); });
    return names;
}

void limit_simd(std::string_view target) {
    hwy::allowed_targets() = ~int64_t{0};
    for_each_target([&](int64_t bit, std::string_view name) {
        if (name == target) hwy::allowed_targets() = ~(bit - 1);
    });
    hwy::GetChosenTarget().DeInit();
}

} // namespace rowkit
