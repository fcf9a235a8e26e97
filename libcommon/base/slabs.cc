// Memory in bulk for what is kept until the end.
#include "base/slabs.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <sys/mman.h>
#include <utility>

namespace rowkit {
namespace {

constexpr size_t smallest = 256 << 10;
constexpr size_t largest = 32 << 20;
constexpr size_t huge_page = 2 << 20;

} // namespace

Slabs::~Slabs() {
    for (const Slab& slab : slabs_) munmap(slab.bytes, slab.size);
}

std::string_view Slabs::copy(std::string_view bytes) {
    char* to = room(bytes.size());
    if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
    return {to, bytes.size()};
}

void Slabs::clear() {
    next_ = 0;
    at_ = end_ = nullptr;
    used_ = 0;
}

void Slabs::grow(size_t at_least) {
    for (; next_ < slabs_.size(); ++next_)
        if (slabs_[next_].size >= at_least) break;
    if (next_ == slabs_.size()) {
        size_t size = slabs_.empty() ? smallest : std::min(slabs_.back().size * 4, largest);
        size = std::max(size, at_least);
        if (size > huge_page) size = (size + huge_page - 1) & ~(huge_page - 1);
        void* got =
            mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (got == MAP_FAILED) throw std::bad_alloc();
        if (size >= 4 * huge_page) madvise(got, size, MADV_HUGEPAGE);
        slabs_.push_back({static_cast<char*>(got), size});
    }
    at_ = slabs_[next_].bytes;
    end_ = at_ + slabs_[next_].size;
    ++next_;
}

void Slabs::take(Slabs&& other) {
    slabs_.insert(slabs_.begin(), other.slabs_.begin(), other.slabs_.end());
    next_ += other.slabs_.size();
    used_ += other.used_;
    other.slabs_.clear();
    other.clear();
}

void Slabs::swap(Slabs& other) noexcept {
    slabs_.swap(other.slabs_);
    std::swap(next_, other.next_);
    std::swap(at_, other.at_);
    std::swap(end_, other.end_);
    std::swap(used_, other.used_);
}

} // namespace rowkit
