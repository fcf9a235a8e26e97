// Bytes in bulk: an uninitialised growable buffer, and a pool that hands the same pages out again.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace rowkit {

/// A growable run of bytes that is never zero-filled, with `padding` readable bytes after its capacity,
/// so that SIMD loads and 16-byte copies may run past the end. Move-only.
class Buffer {
public:
    static constexpr size_t padding = 128;

    Buffer() = default;
    explicit Buffer(size_t capacity) { reserve(capacity); }
    Buffer(Buffer&& other) noexcept { swap(other); }
    Buffer& operator=(Buffer&& other) noexcept {
        swap(other);
        return *this;
    }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer();

    char* data() { return data_; }
    const char* data() const { return data_; }
    size_t size() const { return size_; }
    size_t capacity() const { return capacity_; }
    bool empty() const { return size_ == 0; }
    std::string_view view() const { return {data_, size_}; }

    /// Makes room for `capacity` bytes, keeping the first size() ones. Throws std::bad_alloc.
    void reserve(size_t capacity) {
        if (capacity > capacity_) grow(capacity);
    }
    /// Sets the size; bytes that are new are whatever was there.
    void resize(size_t size) {
        reserve(size);
        size_ = size;
    }
    void clear() { size_ = 0; }

    /// Room for `more` bytes after the end; grows by doubling. The pointer is to the end.
    char* room(size_t more) {
        if (size_ + more > capacity_) grow(size_ + more);
        return data_ + size_;
    }
    void append(std::string_view bytes) { append(bytes.data(), bytes.size()); }
    void append(const char* bytes, size_t size) {
        if (size == 0) return; // `bytes` may then be null
        std::memcpy(room(size), bytes, size);
        size_ += size;
    }
    void push_back(char byte) {
        *room(1) = byte;
        ++size_;
    }
    /// Tells that `size` bytes were written at the pointer that room() gave.
    void advance(size_t size) { size_ += size; }

    /// Puts bytes before the first one. False: BufferPool::take() left no room for so many there.
    bool prepend(std::string_view bytes) {
        if (bytes.empty()) return true; // `bytes` may then be null
        if (bytes.size() > front_) return false;
        move_front(front_ - bytes.size());
        std::memcpy(data_, bytes.data(), bytes.size());
        size_ += bytes.size();
        return true;
    }

    void swap(Buffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        std::swap(front_, other.front_);
    }

private:
    friend class BufferPool;

    void grow(size_t at_least);
    /// Lets the first byte stand `front` bytes past the beginning of what is allocated.
    void move_front(size_t front) {
        data_ += front;
        data_ -= front_;
        capacity_ += front_;
        capacity_ -= front;
        front_ = front;
    }

    char* data_ = nullptr; // of the first byte
    size_t size_ = 0;
    size_t capacity_ = 0;
    size_t front_ = 0; // bytes that are allocated before it
};

/// Buffers that come back: a fresh page costs ten times a warm one. Thread-safe.
class BufferPool {
public:
    /// `keep_below`: a buffer that grew past this many bytes is freed instead of kept.
    explicit BufferPool(size_t keep_below = size_t{4} << 20) : keep_below_(keep_below) {}

    /// An empty buffer with room for at least `capacity` bytes, and for `front` ones that prepend() may put
    /// before them.
    Buffer take(size_t capacity, size_t front = 0);
    void give_back(Buffer&& buffer);

private:
    std::mutex mutex_;
    std::vector<Buffer> free_;
    size_t keep_below_;
};

} // namespace rowkit
