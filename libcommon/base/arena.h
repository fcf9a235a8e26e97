// Memory for the texts that a batch's computing makes: given out piece by piece, taken back all at once.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace rowkit {

/// A bump allocator of bytes. What it gave is valid until clear(). Not thread-safe.
class Arena {
public:
    /// Room for `size` bytes, with 16 readable and writable ones behind it.
    char* room(size_t size) {
        if (static_cast<size_t>(end_ - at_) < size + slack) grow(size + slack);
        char* given = at_;
        at_ += size;
        return given;
    }
    /// Takes back what lies from `end` on of the room given last.
    void give_back(char* end) { at_ = end; }
    std::string_view copy(std::string_view text) {
        char* to = room(text.size());
        if (!text.empty()) std::memcpy(to, text.data(), text.size());
        return {to, text.size()};
    }
    /// Forgets all texts; the first block stays.
    void clear() {
        if (blocks_.empty()) return;
        blocks_.resize(1);
        at_ = blocks_[0].bytes.get();
        end_ = at_ + blocks_[0].size;
    }

private:
    static constexpr size_t slack = 16;
    static constexpr size_t block_size = 64 << 10;
    struct Block {
        std::unique_ptr<char[]> bytes;
        size_t size;
    };

    void grow(size_t at_least) {
        size_t size = at_least > block_size ? at_least : block_size;
        blocks_.push_back({std::unique_ptr<char[]>(new char[size]), size});
        at_ = blocks_.back().bytes.get();
        end_ = at_ + size;
    }

    std::vector<Block> blocks_;
    char* at_ = nullptr;
    char* end_ = nullptr;
};

} // namespace rowkit
