// The SIMD scan for the ends of JSON values, compiled for each instruction set and chosen at run time.
#include "codec/json_scan.h"

#include <bit>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codec/json_scan.cc"
#include <hwy/foreach_target.h>
//
#include "base/mask_bits-inl.h"

#include <hwy/highway.h>

#include "codec/prefix_parity-inl.h"

HWY_BEFORE_NAMESPACE();
namespace rowkit::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

/// Which of 64 bytes are what.
struct Kinds {
    uint64_t quote = 0, backslash = 0, open = 0, close = 0, comma = 0;
};

HWY_INLINE Kinds look(const char* text) {
    using Bytes = hn::CappedTag<uint8_t, 64>;
    const Bytes d;
    Kinds kinds;
    for (size_t i = 0; i < 64; i += hn::Lanes(d)) {
        const auto bytes = hn::LoadU(d, reinterpret_cast<const uint8_t*>(text) + i);
        const auto folded = hn::Or(bytes, hn::Set(d, 0x20)); // [ to {, ] to }
        auto add = [&](uint64_t& mask, auto equal) { mask |= mask_bits(d, equal) << i; };
        add(kinds.quote, hn::Eq(bytes, hn::Set(d, '"')));
        add(kinds.backslash, hn::Eq(bytes, hn::Set(d, '\\')));
        add(kinds.open, hn::Eq(folded, hn::Set(d, '{')));
        add(kinds.close, hn::Eq(folded, hn::Set(d, '}')));
        add(kinds.comma, hn::Eq(bytes, hn::Set(d, ',')));
    }
    return kinds;
}

/// The bytes that a backslash escapes.
HWY_INLINE uint64_t escaped_by(uint64_t backslash, size_t size, uint64_t& carry) {
    uint64_t escaped = carry;
    backslash &= ~carry;
    carry = 0;
    while (backslash) {
        const auto at = static_cast<unsigned>(std::countr_zero(backslash));
        if (at + 1 >= size) {
            carry = 1;
            break;
        }
        escaped |= uint64_t{2} << at;
        backslash &= ~(uint64_t{3} << at);
    }
    return escaped;
}

} // namespace

void find_json_marks(const char* text, size_t from, size_t to, JsonScanState& state,
                     std::vector<uint32_t>& marks) {
    const int64_t level = state.array ? 1 : 0;
    for (size_t at = from; at < to; at += 64) {
        const size_t size = to - at < 64 ? to - at : 64;
        const uint64_t valid = ~uint64_t{0} >> (64 - size);
        Kinds kinds = look(text + at);
        uint64_t quote = kinds.quote & valid;
        const uint64_t backslash = kinds.backslash & valid;
        if (backslash | state.escaped) quote &= ~escaped_by(backslash, size, state.escaped);
        const uint64_t inside = prefix_parity(quote) ^ state.inside;
        state.inside = ~uint64_t{0} * (inside >> 63); // bits past `size` repeat the last one
        const uint64_t outside = ~inside & valid;
        const uint64_t open = kinds.open & outside, close = kinds.close & outside;
        if (state.depth > level && std::popcount(close) < state.depth - level) { // most of them
            state.depth += std::popcount(open) - std::popcount(close);
            continue;
        }
        uint64_t bits = open | close | (state.array ? kinds.comma & outside : 0);
        for (; bits; bits &= bits - 1) {
            const uint64_t bit = bits & -bits;
            const auto offset = static_cast<uint32_t>(at + static_cast<size_t>(std::countr_zero(bits)));
            if (bit & open) {
                ++state.depth;
            } else if (bit & close) {
                if (--state.depth > 0) continue;
                state.depth = 0;
                marks.push_back(offset);
            } else if (state.depth == 1) {
                marks.push_back(offset);
            }
        }
    }
}

} // namespace rowkit::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rowkit {

HWY_EXPORT(find_json_marks);

void find_json_marks(const char* text, size_t from, size_t to, JsonScanState& state,
                     std::vector<uint32_t>& marks) {
    return HWY_DYNAMIC_DISPATCH(find_json_marks)(text, from, to, state, marks);
}

void find_json_marks_scalar(const char* text, size_t from, size_t to, JsonScanState& state,
                            std::vector<uint32_t>& marks) {
    for (size_t at = from; at < to; ++at) {
        const bool escaped = state.escaped != 0;
        state.escaped = 0;
        switch (text[at]) {
        case '\\': state.escaped = !escaped; break;
        case '"':
            if (!escaped) state.inside = ~state.inside;
            break;
        case '{':
        case '[': state.depth += !state.inside; break;
        case '}':
        case ']':
            if (state.inside || --state.depth > 0) break;
            state.depth = 0;
            marks.push_back(static_cast<uint32_t>(at));
            break;
        case ',':
            if (!state.inside && state.array && state.depth == 1) marks.push_back(static_cast<uint32_t>(at));
            break;
        default: break;
        }
    }
}

} // namespace rowkit
#endif
