// A vector's mask as bits, compiled for each instruction set, as Highway has it.
#if defined(ROWKIT_MASK_BITS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ROWKIT_MASK_BITS_INL
#undef ROWKIT_MASK_BITS_INL
#else
#define ROWKIT_MASK_BITS_INL
#endif

#include <cstdint>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rowkit::HWY_NAMESPACE {
namespace {

/// Bit i is lane i; vectors have up to 64 lanes.
template <class D, class Mask>
HWY_INLINE uint64_t mask_bits(D d, Mask mask) {
    uint64_t bits = 0;
    hwy::HWY_NAMESPACE::StoreMaskBits(d, mask, reinterpret_cast<uint8_t*>(&bits));
    return bits;
}

} // namespace
} // namespace rowkit::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
