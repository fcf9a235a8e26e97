// Short runs of bytes, copied and compared without a call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace rowkit {

/// Copies `size` bytes and returns the end of the copy; `usual` ones at once, without a question. Up to
/// `usual` - 1 bytes past either end may be touched: both sides need Buffer::padding or the like.
template <size_t usual = 16>
inline char* copy_short(char* to, const char* from, size_t size) {
    std::memcpy(to, from, usual);
    if (size > usual) [[unlikely]] {
        if (size > 64) {
            std::memcpy(to, from, size);
        } else {
            for (size_t i = usual; i < size; i += 16) std::memcpy(to + i, from + i, 16);
        }
    }
    return to + size;
}

/// Copies up to 16 bytes, touches no other ones, and returns the end of the copy.
inline char* copy_exactly(char* to, const char* from, size_t size) {
    // From both ends: the middle may be copied twice.
    if (size >= 8) {
        uint64_t first, last;
        std::memcpy(&first, from, 8);
        std::memcpy(&last, from + size - 8, 8);
        std::memcpy(to, &first, 8);
        std::memcpy(to + size - 8, &last, 8);
    } else if (size >= 4) {
        uint32_t first, last;
        std::memcpy(&first, from, 4);
        std::memcpy(&last, from + size - 4, 4);
        std::memcpy(to, &first, 4);
        std::memcpy(to + size - 4, &last, 4);
    } else {
        for (size_t i = 0; i < size; ++i) to[i] = from[i];
    }
    return to + size;
}

/// The bits in which the first bytes of two runs differ.
template <class Word>
inline Word difference(const char* a, const char* b) {
    Word left, right;
    std::memcpy(&left, a, sizeof left);
    std::memcpy(&right, b, sizeof right);
    return left ^ right;
}

/// Whether two runs of `size` bytes are equal: without a call up to 16 bytes, and no other byte is touched.
inline bool same_bytes(const char* a, const char* b, size_t size) {
    if (size > 16) return std::memcmp(a, b, size) == 0;
    if (size >= 8)
        return (difference<uint64_t>(a, b) | difference<uint64_t>(a + size - 8, b + size - 8)) == 0;
    if (size >= 4)
        return (difference<uint32_t>(a, b) | difference<uint32_t>(a + size - 4, b + size - 4)) == 0;
    return size == 0 || (a[0] == b[0] && a[size / 2] == b[size / 2] && a[size - 1] == b[size - 1]);
}

} // namespace rowkit
