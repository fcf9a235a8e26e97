// Which bits of a set of keys tell them apart, and these bits alone, packed into one integer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowkit::ops {

/// Finds out where keys differ: all of them are shown to see_common(), and after narrow() to see_bits().
/// Parts of a set can be looked at side by side and then joined.
class KeyDifferences {
public:
    /// Keys are known to have the bytes before `from` in common; `first` is one of them.
    KeyDifferences(std::string_view first, size_t from) : first_(first), from_(from), common_(first.size()) {}

    /// First time: how many bytes all keys share.
    void see_common(std::string_view key);
    /// What follows is about the 32 bytes from the first difference on.
    void narrow();
    void see_bits(std::string_view key);

    void join_common(const KeyDifferences& other) {
        common_ = common_ < other.common_ ? common_ : other.common_;
    }
    void join_bits(const KeyDifferences& other);

private:
    friend class KeyBits;
    std::string_view first_;
    size_t from_;
    size_t common_;
    std::array<uint64_t, 4> words_{}, differ_{};
    size_t longest_ = 0;
};

/// Eight bytes of a key from `at` on, the first one highest, zeros behind its end. Eight bytes behind a key
/// are readable.
uint64_t key_word(std::string_view key, size_t at);

/// The first 64 bits in which keys of a set differ: two prefixes compare as their keys do, or are equal.
class KeyBits {
public:
    KeyBits() = default;
    explicit KeyBits(const KeyDifferences& found);

    uint64_t prefix(std::string_view key) const {
        uint64_t made = 0;
        for (int i = 0; i < words_; ++i) {
            const Word& word = word_[static_cast<size_t>(i)];
            made |= word.pack(key_word(key, word.at));
        }
        return made;
    }
    /// Equal prefixes are equal keys.
    bool conclusive() const { return conclusive_; }
    /// Keys with equal prefixes share all bytes before this one.
    size_t next() const { return next_; }

private:
    /// Packs the bits of a mask together at the upper end, keeping their order (Hacker's Delight, 7-4), and
    /// shifts them to their place in the prefix.
    struct Word {
        size_t at = 0;
        uint64_t mask = 0;
        std::array<uint64_t, 6> moves{};
        int shift = 0;
        uint64_t pack(uint64_t bits) const {
            bits &= mask;
            for (int i = 0; i < 6; ++i) {
                const uint64_t moved = bits & moves[static_cast<size_t>(i)];
                bits = (bits ^ moved) | moved << (1 << i);
            }
            return bits >> shift;
        }
    };

    std::array<Word, 4> word_;
    int words_ = 0;
    bool conclusive_ = true;
    size_t next_ = 0;
};

} // namespace rowkit::ops
