// The states of aggregates as bytes, to be read again by the same run.
#pragma once

#include "base/buffer.h"
#include "data/number.h"
#include "data/number_sum.h"

#include <cstdint>
#include <string_view>

namespace rowkit::ops {

/// An integer in 7 bits a byte, the lowest first.
inline void append_varint(uint64_t value, Buffer& out) {
    char* const start = out.room(10);
    char* at = start;
    for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
    *at++ = static_cast<char>(value);
    out.advance(static_cast<size_t>(at - start));
}
/// Small numbers of either sign are small ones of none.
constexpr uint64_t zigzag(int64_t value) {
    return static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63);
}
constexpr int64_t unzigzag(uint64_t value) {
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

void append_number_state(const Number& value, Buffer& out);
void append_sum_state(const NumberSum& value, Buffer& out);
inline void append_sized(std::string_view text, Buffer& out) {
    append_varint(text.size(), out);
    out.append(text);
}

/// Reads what those wrote. Throws Error (exit 4) where it ends too soon.
class StateBytes {
public:
    explicit StateBytes(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    uint64_t integer() {
        uint64_t value = 0;
        for (int shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(*take(1));
            value |= uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80 || shift == 63) return value;
        }
    }
    Number number();
    NumberSum sum();
    /// A view of the bytes.
    std::string_view sized() {
        const size_t size = integer();
        return {take(size), size};
    }
    bool at_end() const { return at_ == end_; }

private:
    const char* take(size_t size) {
        if (size > static_cast<size_t>(end_ - at_)) fail();
        const char* const taken = at_;
        at_ += size;
        return taken;
    }
    [[noreturn]] static void fail();
    template <class T>
    T raw();

    const char* at_;
    const char* end_;
};

} // namespace rowkit::ops
