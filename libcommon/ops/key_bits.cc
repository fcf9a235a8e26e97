// Which bits of a set of keys tell them apart.
#include "ops/key_bits.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace rowkit::ops {

uint64_t key_word(std::string_view key, size_t at) {
    if (at >= key.size()) return 0;
    uint64_t word;
    std::memcpy(&word, key.data() + at, 8);
    word = __builtin_bswap64(word);
    const size_t there = key.size() - at;
    return there >= 8 ? word : word >> (64 - 8 * there) << (64 - 8 * there);
}

void KeyDifferences::see_common(std::string_view key) {
    size_t at = from_;
    const size_t end = std::min({common_, key.size(), first_.size()});
    while (at < end) {
        if (const uint64_t differ = key_word(key, at) ^ key_word(first_, at)) {
            at += static_cast<size_t>(std::countl_zero(differ)) / 8;
            break;
        }
        at += 8;
    }
    common_ = std::min(at, end);
}

void KeyDifferences::narrow() {
    for (size_t i = 0; i < 4; ++i) words_[i] = key_word(first_, common_ + 8 * i);
    longest_ = first_.size();
}

void KeyDifferences::see_bits(std::string_view key) {
    for (size_t i = 0; i < 4; ++i) differ_[i] |= key_word(key, common_ + 8 * i) ^ words_[i];
    longest_ = std::max(longest_, key.size());
}

void KeyDifferences::join_bits(const KeyDifferences& other) {
    for (size_t i = 0; i < 4; ++i) differ_[i] |= other.differ_[i];
    longest_ = std::max(longest_, other.longest_);
}

KeyBits::KeyBits(const KeyDifferences& found) {
    int used = 0;
    next_ = found.common_;
    size_t i = 0;
    for (; i < 4 && used < 64; ++i) {
        uint64_t mask = found.differ_[i];
        if (mask) {
            Word word;
            word.at = found.common_ + 8 * i;
            word.mask = mask;
            word.shift = used;
            uint64_t left = mask, gaps = ~mask >> 1; // a one for each gap above a bit
            for (size_t step = 0; step < 6; ++step) {
                uint64_t parity = gaps ^ gaps >> 1;
                for (int by = 2; by < 64; by *= 2) parity ^= parity >> by;
                const uint64_t moved = parity & left;
                word.moves[step] = moved;
                left = (left ^ moved) | moved << (1 << step);
                gaps &= ~parity;
            }
            word_[static_cast<size_t>(words_++)] = word;
            used += std::popcount(mask);
            if (used > 64) break; // a part of this word
        }
        next_ = found.common_ + 8 * (i + 1);
    }
    if (used > 64) {
        conclusive_ = false;
        return;
    }
    for (; i < 4 && found.differ_[i] == 0; ++i) next_ = found.common_ + 8 * (i + 1);
    conclusive_ = i == 4 && next_ >= found.longest_;
}

} // namespace rowkit::ops
