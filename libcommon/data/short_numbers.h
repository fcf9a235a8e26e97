// Number texts of up to eight characters, many at a time.
#pragma once

#include "data/number.h"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace rowkit {

/// Up to 64 texts, filled in by the caller, and what they are as numbers. Which ones are read is what
/// parse_plain_number() takes, of one to eight characters, the sign among them.
struct ShortNumbers {
    static constexpr size_t most = 64;
    static constexpr size_t longest = 8;

    alignas(64) uint64_t words[most]; // eight bytes from where each text begins, the first one lowest
    alignas(64) uint64_t sizes[most]; // 1 to 8; 0: not to be read

    /// Reads the first `count` texts.
    void read(size_t count);

    /// After read(): false where a text is no such number.
    bool is_number(size_t i) const { return points_[i] != 0; }
    /// Where it is one.
    Number operator[](size_t i) const { return Number(mantissas_[i], std::countl_zero(points_[i]) / 8); }

private:
    alignas(64) int64_t mantissas_[most];
    // Where the point is, as the bit 0x80 of its byte in the text moved up to the word's end; 0: no number.
    alignas(64) uint64_t points_[most];
};

} // namespace rowkit
