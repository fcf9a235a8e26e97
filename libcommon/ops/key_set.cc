// Keys, each once, with some bytes of the caller's beside each of them.
#include "ops/key_set.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr uint64_t first_slots = 64;

} // namespace

/// Has the slots and then the likely entries fetched from memory, and tells where to begin to look.
void KeySet::fetch(std::span<const Key> keys, uint64_t* spots) const {
    for (size_t i = 0; i < keys.size(); ++i) {
        spots[i] = home(tag_of(keys[i].hash));
        __builtin_prefetch(keys[i].data); // it has been looked at, but that is a while ago
        __builtin_prefetch(&slot(spots[i]), 1);
        __builtin_prefetch(&slot(spots[i]) + 5, 1); // the next line, where it may be come to
    }
    for (size_t i = 0; i < keys.size(); ++i) {
        spots[i] = next_likely(spots[i], tag_of(keys[i].hash));
        if (const uint64_t found = slot(spots[i])) __builtin_prefetch(entry(found));
    }
}

uint64_t KeySet::add(const Key& key) {
    const bool is_long = key.size >= long_size;
    const uint64_t place =
        store_.room(beside_ + 1 + (is_long ? sizeof key.size : 0) + key.size, beside_ ? 8 : 1);
    char* to = store_.at(place) + beside_;
    *to++ = static_cast<char>(is_long ? long_size : key.size);
    if (is_long) {
        std::memcpy(to, &key.size, sizeof key.size);
        to += sizeof key.size;
    }
    if (key.size) std::memcpy(to, key.data, key.size);
    ++count_;
    return place;
}

void KeySet::make_room(size_t more) {
    uint64_t wanted = std::max(slots_, first_slots);
    while (wanted * 7 / 10 < count_ + more)
        wanted =
            wanted < page_slots ? wanted * 2 : (wanted * 3 / 2 + page_slots - 1) / page_slots * page_slots;
    if (wanted != slots_) resize(wanted);
}

/// The slots are in the order of their tags, nearly, and so both tables are walked from one end to the other.
void KeySet::resize(uint64_t slots) {
    std::vector<uint64_t*> old = std::move(pages_);
    const uint64_t old_slots = slots_;
    pages_.clear();
    const size_t bytes = page_bytes(slots);
    for (uint64_t from = 0; from < slots; from += page_slots) {
        pages_.push_back(reinterpret_cast<uint64_t*>(pool_->take(bytes)));
        std::memset(pages_.back(), 0, bytes);
    }
    slots_ = slots;
    for (uint64_t i = 0; i < old_slots; ++i) {
        const uint64_t moved = old[i / page_slots][i % page_slots];
        if (!moved) continue;
        uint64_t at = home(tag_in(moved));
        while (slot(at)) at = after(at);
        slot(at) = moved;
    }
    give_back(old, old_slots);
}

void KeySet::give_back(std::vector<uint64_t*>& pages, uint64_t slots) {
    for (uint64_t* page : pages) pool_->give_back(reinterpret_cast<char*>(page), page_bytes(slots));
    pages.clear();
}

void KeySet::clear() {
    give_back(pages_, slots_);
    slots_ = count_ = 0;
    store_.clear();
}

} // namespace rowkit::ops
