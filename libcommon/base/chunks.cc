// Memory in pieces of one size for many that grow side by side, and a store of bytes made of them.
#include "base/chunks.h"

#include <algorithm>
#include <new>
#include <sys/mman.h>
#include <utility>

namespace rowkit {
namespace {

constexpr size_t huge_page = 2 << 20;
constexpr size_t smallest_area = 1 << 20, largest_area = 64 << 20;
constexpr size_t first_chunk = 512;
constexpr size_t long_piece = 16 << 10;

} // namespace

ChunkPool::~ChunkPool() { trim(); }

void ChunkPool::trim() {
    const std::lock_guard lock(mutex_);
    for (const Area& area : areas_) munmap(area.bytes, area.size);
    areas_.clear();
    free_.clear();
    at_ = end_ = nullptr;
}

void ChunkPool::add_area() {
    const size_t size = areas_.empty() ? smallest_area : std::min(areas_.back().size * 2, largest_area);
    // Huge pages need an aligned area: what is mapped beyond it is given back.
    const size_t align = size >= 2 * huge_page ? huge_page : 0;
    void* got = mmap(nullptr, size + align, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (got == MAP_FAILED) throw std::bad_alloc();
    char* bytes = static_cast<char*>(got);
    if (align) {
        const size_t before = -reinterpret_cast<uintptr_t>(bytes) & (align - 1);
        if (before) munmap(bytes, before);
        bytes += before;
        if (before < align) munmap(bytes + size, align - before);
        madvise(bytes, size, MADV_HUGEPAGE);
    }
    areas_.push_back({bytes, size});
    at_ = bytes;
    end_ = bytes + size;
}

char* ChunkPool::take(size_t size) {
    used_.fetch_add(size, std::memory_order_relaxed);
    if (size != chunk_size) return static_cast<char*>(::operator new(size));
    std::lock_guard lock(mutex_);
    if (!free_.empty()) {
        char* given = free_.back();
        free_.pop_back();
        return given;
    }
    if (at_ == end_) add_area();
    return std::exchange(at_, at_ + chunk_size);
}

void ChunkPool::give_back(char* bytes, size_t size) {
    used_.fetch_sub(size, std::memory_order_relaxed);
    if (size != chunk_size) return ::operator delete(bytes);
    std::lock_guard lock(mutex_);
    free_.push_back(bytes);
}

size_t ChunkStore::add(size_t size) {
    if (chunks_.empty()) chunks_.push_back({nullptr, 0, 0});
    if (chunks_.size() == most_chunks) throw std::bad_alloc();
    chunks_.push_back({pool_->take(size), size, size});
    return chunks_.size() - 1;
}

uint64_t ChunkStore::grow(size_t size) {
    if (size > long_piece) return uint64_t{add(size)} << chunk_bits;
    size_t next = std::clamp(capacity_ * 2, first_chunk, chunk_size);
    while (next < size) next *= 2;
    if (current_) chunks_[current_].used = used_;
    current_ = add(next);
    capacity_ = next;
    used_ = size;
    return uint64_t{current_} << chunk_bits;
}

void ChunkStore::clear() {
    for (const Chunk& chunk : chunks_)
        if (chunk.bytes) pool_->give_back(chunk.bytes, chunk.size);
    chunks_.clear();
    current_ = capacity_ = 0;
    used_ = 1;
}

void ChunkStore::swap(ChunkStore& other) noexcept {
    std::swap(pool_, other.pool_);
    chunks_.swap(other.chunks_);
    std::swap(current_, other.current_);
    std::swap(used_, other.used_);
    std::swap(capacity_, other.capacity_);
}

} // namespace rowkit
