// Which bytes are inside quotes, from where the quotes are; compiled for each instruction set, as Highway has
// it.
#if defined(ROWKIT_PREFIX_PARITY_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ROWKIT_PREFIX_PARITY_INL
#undef ROWKIT_PREFIX_PARITY_INL
#else
#define ROWKIT_PREFIX_PARITY_INL
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rowkit::HWY_NAMESPACE {
namespace {

/// Bit i is the parity of the set bits 0..i.
HWY_INLINE uint64_t prefix_parity(uint64_t mask) {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_SSE4
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::FixedTag<uint64_t, 2> d;
    return hn::GetLane(hn::CLMulLower(hn::Set(d, mask), hn::Set(d, ~uint64_t{0})));
#else
    for (unsigned shift = 1; shift < 64; shift *= 2) mask ^= mask << shift;
    return mask;
#endif
}

} // namespace
} // namespace rowkit::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
