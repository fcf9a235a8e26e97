// Which bytes of a block can't be written as they are: the SIMD pass.
#include "codec/special.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codec/special.cc"
#include <hwy/foreach_target.h>
//
#include "base/mask_bits-inl.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rowkit::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Writes a bit for each byte; reads up to 63 bytes past the end.
void mark_special(const char* text, size_t size, const SpecialBytes& special, uint8_t* bits) {
    const hn::CappedTag<uint8_t, 64> d;
    const auto* bytes = reinterpret_cast<const uint8_t*>(text);
    const auto a = hn::Set(d, static_cast<uint8_t>(special.bytes[0]));
    const auto b = hn::Set(d, static_cast<uint8_t>(special.bytes[1]));
    const auto c = hn::Set(d, static_cast<uint8_t>(special.bytes[2]));
    const auto e = hn::Set(d, static_cast<uint8_t>(special.bytes[3]));
    const auto f = hn::Set(d, static_cast<uint8_t>(special.bytes[4]));
    const auto least = hn::Set(d, static_cast<uint8_t>(special.control ? 0x20 : 0));
    const size_t lanes = hn::Lanes(d);
    for (size_t at = 0; at < size; at += 64) {
        uint64_t mask = 0;
        for (size_t i = 0; i < 64; i += lanes) {
            const auto v = hn::LoadU(d, bytes + at + i);
            const auto found =
                hn::Or(hn::Or(hn::Or(hn::Eq(v, a), hn::Eq(v, b)), hn::Or(hn::Eq(v, c), hn::Eq(v, e))),
                       hn::Or(hn::Eq(v, f), hn::Lt(v, least)));
            mask |= mask_bits(d, found) << i;
        }
        std::memcpy(bits + at / 8, &mask, 8);
    }
}

} // namespace rowkit::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rowkit {

HWY_EXPORT(mark_special);

SpecialMap::SpecialMap(std::string_view text, const SpecialBytes& special) : bits_(text.size() / 8 + 32) {
    SpecialBytes used = special; // a free entry says again what another one says
    for (char& byte : used.bytes)
        if (!byte) byte = used.bytes[0];
    HWY_DYNAMIC_DISPATCH(mark_special)(text.data(), text.size(), used, bits_.data());
}

bool SpecialMap::any_long(size_t offset, size_t size) const {
    for (; size > 56; offset += 56, size -= 56)
        if (any(offset, 56)) return true;
    return any(offset, size);
}

} // namespace rowkit
#endif
