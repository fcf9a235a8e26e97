// The search for any of some texts at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// A few texts are looked for by SIMD: two of their bytes at a time, the rarest ones as far as bytes of
/// tables go. Many are looked for by a hash of up to eight bytes at each place of the text, whatever their
/// number. Immutable, so threads may share it.
class Literals {
public:
    static constexpr size_t npos = std::string_view::npos;

    struct Hit {
        size_t begin = npos;
        size_t size = 0;
        explicit operator bool() const { return begin != npos; }
    };

    /// `texts`: none is empty. `fold`: ASCII letters of the text searched stand for either case.
    explicit Literals(std::vector<std::string> texts, bool fold = false);
    Literals(const Literals&) = delete; // views of its own texts
    Literals& operator=(const Literals&) = delete;

    /// An occurrence that begins at `from` or later, such that no other one ends before it begins.
    /// Buffer::padding readable bytes follow the text.
    Hit find(std::string_view text, size_t from = 0) const;

    /// The same for a text with nothing behind it; slower for long texts.
    Hit find_bare(std::string_view text, size_t from = 0) const;

    /// Calls `use` with every occurrence, in any order, until it gives true; returns whether it did.
    bool any_hit(std::string_view text, const std::function<bool(Hit)>& use) const;

    /// Whether `text` is one of them.
    bool is_one(std::string_view text) const;

    size_t size() const { return texts_.size(); }

    /// For SIMD: which two bytes of a text are looked for first.
    struct Pair {
        uint32_t at[2];
        uint8_t byte[2];
        uint8_t either[2]; // 0x20: the byte is a letter that stands for either case
        std::string_view text;
    };

private:
    bool stands_at(std::string_view text, size_t at, std::string_view literal) const;
    void make_pairs();
    void make_windows();
    Hit find_window(std::string_view text, size_t from, bool padded) const;
    Hit check_window(std::string_view text, size_t from, size_t at, uint64_t hash) const;
    uint64_t window_hash(uint64_t bytes) const {
        return ((bytes | case_bits_) & window_mask_) * 0x9E3779B97F4A7C15u;
    }

    static constexpr size_t most_pairs = 6;

    std::vector<std::string> texts_; // sorted, each once
    bool fold_;
    std::vector<Pair> pairs_;

    // Of many texts
    size_t window_ = 0; // bytes that are hashed
    uint64_t window_mask_ = 0;
    uint64_t case_bits_ = 0;
    unsigned filter_bits_ = 0, head_bits_ = 0;
    std::vector<uint64_t> filter_;     // a bit for each hash that there is
    std::vector<uint32_t> heads_;      // by hash: the first of a chain of texts, or none
    std::vector<uint32_t> next_;       // by text
    std::vector<uint32_t> window_at_;  // by text: where its window begins
};

} // namespace rowkit
