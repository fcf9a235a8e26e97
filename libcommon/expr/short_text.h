// A short text that many cells are compared with.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace rowkit::expr {

/// Up to 16 bytes, with which those of a cell are compared at once: a loop or a call that ends where they
/// differ would be foreseen badly.
class ShortText {
public:
    static constexpr size_t most = 16;

    explicit ShortText(std::string_view text) : size_(text.size()) {
        std::memcpy(words_, text.data(), text.size());
        std::memset(mask_, 0xFF, text.size());
    }
    /// For the bytes of a batch's cell: others follow that can be read.
    bool is(std::string_view text) const {
        uint64_t words[2];
        std::memcpy(words, text.data(), sizeof words);
        const uint64_t differs = ((words[0] ^ words_[0]) & mask_[0]) | ((words[1] ^ words_[1]) & mask_[1]);
        return (differs | (text.size() ^ size_)) == 0;
    }

private:
    size_t size_;
    uint64_t words_[2] = {}, mask_[2] = {};
};

} // namespace rowkit::expr
