// Number texts of up to eight characters, many at a time: each in a lane of its own, without a branch.
#include "data/short_numbers.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "data/short_numbers.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rowkit::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Words = hn::CappedTag<uint64_t, 8>;

HWY_INLINE auto bytes_of(uint8_t byte) { return hn::Set(Words(), uint64_t{byte} * 0x0101010101010101); }

/// The value of eight digits, each a byte from 0 to 9, the first one lowest: neighbours are joined to two,
/// four, then eight digits (see swar::join()).
template <class V> HWY_INLINE V join(V digits) {
    const Words d;
    const auto ten_times = hn::ShiftLeft<3>(digits) + hn::ShiftLeft<1>(digits);
    const auto twos = hn::And(ten_times + hn::ShiftRight<8>(digits), hn::Set(d, 0x00FF00FF00FF00FF));
    const auto hundred_times = hn::ShiftLeft<6>(twos) + hn::ShiftLeft<5>(twos) + hn::ShiftLeft<2>(twos);
    const auto fours = hn::And(hundred_times + hn::ShiftRight<16>(twos), hn::Set(d, 0x0000FFFF0000FFFF));
#if HWY_TARGET == HWY_SCALAR
    return V((fours.raw & 0xFFFFFFFF) * 10000) + hn::ShiftRight<32>(fours);
#else
    const hn::Repartition<uint32_t, Words> halves;
    return hn::MulEven(hn::BitCast(halves, fours), hn::Set(halves, 10000)) + hn::ShiftRight<32>(fours);
#endif
}

void read_short(const uint64_t* words, const uint64_t* sizes, size_t count, int64_t* mantissas,
                uint64_t* points) {
    const Words d;
    const auto none = hn::Zero(d), one = hn::Set(d, 1), eight = hn::Set(d, ShortNumbers::longest);
    for (size_t i = 0; i < count; i += hn::Lanes(d)) {
        const auto word = hn::Load(d, words + i);
        const auto negative =
            hn::IfThenElseZero(hn::Eq(hn::And(word, hn::Set(d, 0xFF)), hn::Set(d, '-')), one);
        const auto size = hn::Load(d, sizes + i) - negative;
        // The text without its sign, moved up to the end; zeros stand before it. Without a text it is moved
        // by anything.
        const auto up = hn::And(none - hn::ShiftLeft<3>(size), hn::Set(d, 63));
        const auto text = (hn::Xor(word, bytes_of('0')) >> hn::ShiftLeft<3>(negative)) << up;
        const auto odd = hn::And(hn::Or(text + bytes_of(0x76), text), bytes_of(0x80)); // no digits
        const auto first = hn::And(odd, none - odd);
        const auto first_byte = hn::ShiftLeft<1>(first) - hn::ShiftRight<7>(first);
        const auto all_digits = hn::Eq(odd, none);
        const auto right = hn::And(
            hn::Eq(odd, first), hn::Eq(hn::And(text, first_byte), hn::And(bytes_of('.' ^ '0'), first_byte)));
        // The digits before the point move up by one.
        const auto before = hn::IfThenZeroElse(all_digits, hn::ShiftRight<7>(first) - one);
        const auto digits =
            hn::Or(hn::AndNot(hn::Or(before, first_byte), text), hn::ShiftLeft<8>(hn::And(text, before)));
        const auto value = join(digits);
        hn::Store(hn::BitCast(hn::RebindToSigned<Words>(), hn::Xor(value, none - negative) + negative),
                  hn::RebindToSigned<Words>(), mantissas + i);
        // Some text, but not a point alone. Without a text the size is 0, or -1.
        const auto has_digit = hn::And(hn::Gt(eight, size - one), hn::Or(hn::Gt(size, one), all_digits));
        const auto point = hn::IfThenElse(all_digits, hn::Set(d, uint64_t{1} << 63), first);
        hn::Store(hn::IfThenElseZero(hn::And(right, has_digit), point), d, points + i);
    }
}

} // namespace rowkit::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rowkit {

HWY_EXPORT(read_short);

void ShortNumbers::read(size_t count) {
    HWY_DYNAMIC_DISPATCH(read_short)(words, sizes, count, mantissas_, points_);
}

} // namespace rowkit
#endif
