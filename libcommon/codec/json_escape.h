// The inner loop of writing JSON strings: sixteen bytes at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace rowkit {

/// What write_json_piece() may write or touch past where it begins.
constexpr size_t json_piece_room = 6 * 16 + 16;

/// Writes the escape of a byte and returns its end.
char* write_json_escape(char byte, char* to);

/// A bit for each of 16 bytes that a JSON string must escape. Cells are short: sixteen bytes at a time, which
/// every x86-64 can do, leave nothing for a wider set to win, so there is no dispatch here.
#if defined(__SSE2__)
inline unsigned must_escape(const uint8_t* piece) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(piece));
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    const __m128i odd = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, odd)));
}
#else
inline unsigned must_escape(const uint8_t* piece) {
    unsigned mask = 0;
    for (unsigned i = 0; i < 16; ++i)
        mask |= static_cast<unsigned>(piece[i] < 0x20 || piece[i] == '"' || piece[i] == '\\') << i;
    return mask;
}
#endif

/// Writes up to 16 bytes with their escapes and returns the end. 16 bytes are read.
inline char* write_json_piece(const uint8_t* piece, size_t size, char* to) {
    std::memcpy(to, piece, 16);
    unsigned odd = must_escape(piece) & ((1U << size) - 1);
    if (!odd) [[likely]] return to + size;
    size_t done = 0;
    while (odd) {
        size_t next = static_cast<size_t>(std::countr_zero(odd));
        std::memcpy(to, piece + done, next - done);
        to = write_json_escape(static_cast<char>(piece[next]), to + (next - done));
        done = next + 1;
        odd &= odd - 1;
    }
    std::memcpy(to, piece + done, size - done);
    return to + (size - done);
}

} // namespace rowkit
