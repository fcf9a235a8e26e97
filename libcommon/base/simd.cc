// Which SIMD instructions this machine has, for Highway's dispatch.
//
// Highway's shared library measures the processor's timer when it is loaded, which takes 5 ms: longer than
// ten lines take from beginning to end. Of that library the dispatch needs just the two functions below, so
// they stand here, and the library is not linked; all else of Highway is in its headers.
#include "base/simd.h"

#include <hwy/targets.h>
#if HWY_ARCH_X86
#include <sys/platform/x86.h>
#endif

namespace hwy {
namespace {

int64_t& allowed_targets() {
    static int64_t targets = ~int64_t{0};
    return targets;
}

int64_t machine_targets() {
    int64_t targets = 0;
#if HWY_ARCH_X86
    // The C library has asked the processor already, when it was loaded. To ask again takes 40 us in a virtual machine.
    const bool ssse3 = CPU_FEATURE_ACTIVE(SSSE3);
    const bool sse4 = ssse3 && CPU_FEATURE_ACTIVE(SSE4_2) && CPU_FEATURE_ACTIVE(PCLMULQDQ);
    const bool avx2 = sse4 && CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(FMA) && CPU_FEATURE_ACTIVE(BMI1) &&
                      CPU_FEATURE_ACTIVE(BMI2);
    const bool avx3 = avx2 && CPU_FEATURE_ACTIVE(AVX512F) && CPU_FEATURE_ACTIVE(AVX512BW) &&
                      CPU_FEATURE_ACTIVE(AVX512DQ) && CPU_FEATURE_ACTIVE(AVX512VL) && CPU_FEATURE_ACTIVE(AVX512CD);
    const bool avx3_dl = avx3 && CPU_FEATURE_ACTIVE(AVX512_VBMI) && CPU_FEATURE_ACTIVE(AVX512_VBMI2) &&
                         CPU_FEATURE_ACTIVE(AVX512_VNNI) && CPU_FEATURE_ACTIVE(AVX512_BITALG) &&
                         CPU_FEATURE_ACTIVE(AVX512_VPOPCNTDQ) && CPU_FEATURE_ACTIVE(VPCLMULQDQ) &&
                         CPU_FEATURE_ACTIVE(VAES) && CPU_FEATURE_ACTIVE(GFNI);
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
