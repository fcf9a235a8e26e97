// Records and their keys as they are held for sorting: one piece for each block of the input.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace rowkit::ops {

/// A view: the bytes are in somebody's Slabs, with 32 readable bytes behind the keys.
struct Piece {
    uint64_t block = 0; // numbered as the input has it
    uint32_t first = 0; // the number in the block of its first record
    uint32_t count = 0;
    const char* records = nullptr;      // one after another
    const uint32_t* ends = nullptr;     // [count] of records
    const char* keys = nullptr;         // one after another; none is the beginning of another one
    const uint32_t* key_ends = nullptr; // [count] of keys

    std::string_view record(uint32_t i) const {
        const uint32_t begin = i ? ends[i - 1] : 0;
        return {records + begin, ends[i] - begin};
    }
    std::string_view key(uint32_t i) const {
        const uint32_t begin = i ? key_ends[i - 1] : 0;
        return {keys + begin, key_ends[i] - begin};
    }
};

/// A record's place among pieces: which one, and which record of it. Less is earlier in the input.
constexpr int record_bits = 32;
constexpr uint64_t place_of(uint64_t piece, uint32_t record) { return piece << record_bits | record; }
constexpr uint64_t piece_of(uint64_t place) { return place >> record_bits; }
constexpr uint32_t record_of(uint64_t place) { return static_cast<uint32_t>(place); }

/// Less than 0, 0 or more than 0, from byte `from` on.
inline int compare_keys(std::string_view a, std::string_view b, size_t from = 0) {
    const size_t shared = std::min(a.size(), b.size());
    if (from + sizeof(uint64_t) <= shared) { // most are told apart here, without a call
        uint64_t x, y;
        std::memcpy(&x, a.data() + from, sizeof x);
        std::memcpy(&y, b.data() + from, sizeof y);
        if (x != y) return __builtin_bswap64(x) < __builtin_bswap64(y) ? -1 : 1;
        from += sizeof x;
    }
    if (from < shared)
        if (const int order = std::memcmp(a.data() + from, b.data() + from, shared - from)) return order;
    return (a.size() > b.size()) - (a.size() < b.size());
}

} // namespace rowkit::ops
