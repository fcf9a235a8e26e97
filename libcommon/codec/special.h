// Which bytes of a block can't be written as they are.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace rowkit {

/// Bytes that a format gives a meaning of its own; '\0' entries are free.
struct SpecialBytes {
    char bytes[5] = {0, 0, 0, 0, 0};
    bool control = false; // all below 0x20, too
};

/// One bit for each byte of a text: whether it is special. Made once for a block by SIMD, then asked for each
/// cell.
class SpecialMap {
public:
    SpecialMap(std::string_view text, const SpecialBytes& special);

    /// Whether any of the `size` bytes from `offset` on is special.
    bool any(size_t offset, size_t size) const {
        if (size <= 56) [[likely]] {
            uint64_t word;
            std::memcpy(&word, bits_.data() + offset / 8, 8);
            return ((word >> (offset % 8)) & ((uint64_t{1} << size) - 1)) != 0;
        }
        return any_long(offset, size);
    }

private:
    bool any_long(size_t offset, size_t size) const;

    std::vector<uint8_t> bits_;
};

} // namespace rowkit
