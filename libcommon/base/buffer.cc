// Bytes in bulk: growth and the pool.
#include "base/buffer.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace rowkit {

Buffer::~Buffer() {
    if (data_) std::free(data_ - front_);
}

void Buffer::grow(size_t at_least) {
    // realloc of a large area moves page tables, not bytes, so doubling a 1 GB cell stays cheap.
    size_t capacity = std::max({at_least, capacity_ * 2, size_t{4096}});
    void* grown = std::realloc(data_ ? data_ - front_ : nullptr, front_ + capacity + padding);
    if (!grown) throw std::bad_alloc();
    data_ = static_cast<char*>(grown) + front_;
    capacity_ = capacity;
}

Buffer BufferPool::take(size_t capacity, size_t front) {
    Buffer buffer;
    {
        std::lock_guard lock(mutex_);
        if (!free_.empty()) {
            buffer = std::move(free_.back());
            free_.pop_back();
        }
    }
    buffer.clear();
    if (buffer.data_) buffer.move_front(0);
    buffer.reserve(front + capacity);
    if (front) buffer.move_front(front);
    return buffer;
}

void BufferPool::give_back(Buffer&& buffer) {
    Buffer freed = std::move(buffer);
    if (freed.capacity() == 0 || freed.capacity() > keep_below_) return;
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(freed));
}

} // namespace rowkit
