// Memory in pieces of one size for many that grow side by side, and a store of bytes made of them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace rowkit {

/// Gives out pieces of 64 KiB from large areas, in huge pages where the system has them, and takes them back
/// to give them out again: whoever grows leaves no pages behind, and the first touch of a page is paid for
/// once. Thread-safe.
class ChunkPool {
public:
    static constexpr size_t chunk_size = 64 << 10;

    ChunkPool() = default;
    ChunkPool(const ChunkPool&) = delete;
    ChunkPool& operator=(const ChunkPool&) = delete;
    ~ChunkPool();

    /// `size` bytes, aligned to 16 and uninitialised: whole pieces come from the areas, others from the heap.
    /// Throws std::bad_alloc.
    char* take(size_t size);
    /// `size` as it was for take().
    void give_back(char* bytes, size_t size);

    /// Gives the areas back to the system: all pieces are back.
    void trim();

    /// Bytes given out and not back.
    uint64_t used() const { return used_.load(std::memory_order_relaxed); }

private:
    struct Area {
        char* bytes;
        size_t size;
    };
    void add_area();

    std::mutex mutex_;
    std::vector<Area> areas_;
    std::vector<char*> free_;
    char* at_ = nullptr;
    char* end_ = nullptr;
    std::atomic<uint64_t> used_ = 0;
};

/// Bytes kept until clear(), each piece at an address that stays and under a number of 34 bits. Small stores
/// are small: chunks begin with 512 bytes. Not thread-safe; move-only.
class ChunkStore {
public:
    static constexpr int place_bits = 34;

    /// `pool` outlives it.
    explicit ChunkStore(ChunkPool& pool) : pool_(&pool) {}
    ChunkStore(ChunkStore&& other) noexcept : pool_(other.pool_) { swap(other); }
    ChunkStore& operator=(ChunkStore&& other) noexcept {
        swap(other);
        return *this;
    }
    ChunkStore(const ChunkStore&) = delete;
    ChunkStore& operator=(const ChunkStore&) = delete;
    ~ChunkStore() { clear(); }

    /// Room for `size` bytes behind what came before, at a multiple of `align` (up to 16); never place 0.
    uint64_t room(size_t size, size_t align = 1) {
        const size_t from = (used_ + align - 1) & ~(align - 1);
        if (from + size > capacity_) return grow(size);
        used_ = from + size;
        return uint64_t{current_} << chunk_bits | from;
    }
    char* at(uint64_t place) const { return chunks_[place >> chunk_bits].bytes + (place & (chunk_size - 1)); }

    /// Room for some 65,000 pieces more is all there is.
    bool nearly_full() const { return chunks_.size() >= most_chunks - most_chunks / 4; }

    /// Calls `use(first, end)` with the bytes given out of each chunk; pieces longer than 16 KiB have one of
    /// their own.
    template <class Use>
    void each_chunk(const Use& use) const {
        for (size_t i = 1; i < chunks_.size(); ++i)
            use(chunks_[i].bytes, chunks_[i].bytes + (i == current_ ? used_ : chunks_[i].used));
    }

    void clear();

private:
    static constexpr int chunk_bits = 16;
    static constexpr size_t chunk_size = size_t{1} << chunk_bits;
    static constexpr size_t most_chunks = size_t{1} << (place_bits - chunk_bits);
    static_assert(chunk_size == ChunkPool::chunk_size);
    struct Chunk {
        char* bytes;
        size_t size;
        size_t used;
    };
    uint64_t grow(size_t size);
    size_t add(size_t size);
    void swap(ChunkStore& other) noexcept;

    ChunkPool* pool_;
    std::vector<Chunk> chunks_; // the first stands for none
    size_t current_ = 0;
    size_t used_ = 1, capacity_ = 0; // of the current one; nothing fits into none
};

} // namespace rowkit
