// Looking at the first bytes of a source without taking them.
#include "io/peek.h"

#include <algorithm>
#include <cstring>

namespace rowkit {

size_t PeekingSource::read(char* into, size_t room) {
    if (peeked_.empty()) return take(into, room);
    size_t size = std::min(room, peeked_.size());
    std::memcpy(into, peeked_.data(), size);
    peeked_.erase(0, size);
    // A first block of a few bytes would cost its reader a round, so it is filled where that needs no
    // waiting.
    if (size < room && take_ready()) size += take(into + size, room - size);
    return size;
}

std::string_view PeekingSource::peek(bool (*undecided)(std::string_view)) {
    while (undecided(peeked_)) {
        char bytes[16];
        size_t size = take(bytes, sizeof bytes);
        if (size == 0) break;
        peeked_.append(bytes, size);
    }
    return peeked_;
}

} // namespace rowkit
