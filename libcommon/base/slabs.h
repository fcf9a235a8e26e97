// Memory in bulk for what is kept until the end: large pages, given out piece by piece, taken back all at
// once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rowkit {

/// A bump allocator whose slabs grow from 256 KiB to 32 MiB and lie in huge pages where the system has them:
/// touching a fresh page for the first time is what costs most in holding a file. Not thread-safe; move-only.
class Slabs {
public:
    Slabs() = default;
    Slabs(Slabs&& other) noexcept { swap(other); }
    Slabs& operator=(Slabs&& other) noexcept {
        swap(other);
        return *this;
    }
    Slabs(const Slabs&) = delete;
    Slabs& operator=(const Slabs&) = delete;
    ~Slabs();

    /// Room for `size` bytes, aligned to 8, uninitialised, with 32 readable ones behind it; valid until
    /// clear(). Throws std::bad_alloc.
    char* room(size_t size) {
        const size_t needs = (size + slack + 7) & ~size_t{7};
        if (static_cast<size_t>(end_ - at_) < needs) grow(needs);
        char* given = at_;
        at_ += needs;
        used_ += needs;
        return given;
    }
    std::string_view copy(std::string_view bytes);

    /// Bytes given out.
    uint64_t used() const { return used_; }

    /// Forgets all; the memory stays for what comes next.
    void clear();
    /// Takes over what the other one holds.
    void take(Slabs&& other);

private:
    static constexpr size_t slack = 32;
    struct Slab {
        char* bytes;
        size_t size;
    };
    void grow(size_t at_least);
    void swap(Slabs& other) noexcept;

    std::vector<Slab> slabs_;
    size_t next_ = 0; // of slabs_, the one that grow() looks at first
    char* at_ = nullptr;
    char* end_ = nullptr;
    uint64_t used_ = 0;
};

} // namespace rowkit
