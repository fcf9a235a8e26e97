// Copies of short runs of bytes, without a call.
#pragma once

#include <cstddef>
#include <cstring>

namespace rowkit {

/// Copies `size` bytes and returns the end of the copy; `usual` ones at once, without a question. Up to `usual` - 1 bytes past
/// either end may be touched: both sides need Buffer::padding or the like.
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

} // namespace rowkit
