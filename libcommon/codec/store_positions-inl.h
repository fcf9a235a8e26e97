// Bits of a mask to offsets, compiled for each instruction set, as Highway has it.
#if defined(ROWKIT_STORE_POSITIONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef ROWKIT_STORE_POSITIONS_INL
#undef ROWKIT_STORE_POSITIONS_INL
#else
#define ROWKIT_STORE_POSITIONS_INL
#endif

#include <hwy/highway.h>

#include <bit>

HWY_BEFORE_NAMESPACE();
namespace rowkit::HWY_NAMESPACE {
namespace {

/// Writes `base + i` for each set bit i of `mask`, upwards, and returns where the next one goes. Up to 63
/// entries past that may be overwritten. A fixed number is written without asking, since the branch would not
/// be foreseen.
HWY_INLINE uint32_t* store_positions(uint64_t mask, uint32_t base, uint32_t* out) {
    const auto count = static_cast<size_t>(std::popcount(mask));
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL // bytes are compressed by one instruction
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::FixedTag<uint8_t, 64> bytes;
    const hn::FixedTag<uint8_t, 16> quarter;
    const hn::FixedTag<uint32_t, 16> offsets;
    const auto packed =
        hn::Compress(hn::Iota(bytes, 0), hn::LoadMaskBits(bytes, reinterpret_cast<uint8_t*>(&mask)));
    const auto start = hn::Set(offsets, base);
    hn::StoreU(start + hn::PromoteTo(offsets, hn::LowerHalf(hn::LowerHalf(packed))), offsets, out);
    if (HWY_UNLIKELY(count > 16)) {
        alignas(64) uint8_t rest[64];
        hn::Store(packed, bytes, rest);
        for (size_t i = 16; i < count; i += 16)
            hn::StoreU(start + hn::PromoteTo(offsets, hn::Load(quarter, rest + i)), offsets, out + i);
    }
#else
    for (size_t i = 0; i < 12; ++i, mask &= mask - 1)
        out[i] = base + static_cast<uint32_t>(std::countr_zero(mask));
    if (HWY_UNLIKELY(count > 12))
        for (size_t i = 12; mask; ++i, mask &= mask - 1)
            out[i] = base + static_cast<uint32_t>(std::countr_zero(mask));
#endif
    return out + count;
}

} // namespace
} // namespace rowkit::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
