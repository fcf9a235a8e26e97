// Keys numbered in the order in which they came.
#include "ops/group_table.h"

#include "base/error.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <random>

namespace rowkit::ops {
namespace {

constexpr size_t first_slots = 64;
constexpr size_t fetched_ahead = 4096; // groups from which on they lie outside the nearest caches

uint64_t seed() {
    static const uint64_t chosen = [] {
        std::random_device device;
        return uint64_t{device()} << 32 | device();
    }();
    return chosen;
}

} // namespace

uint64_t seeded_hash(std::string_view text) { return XXH3_64bits_withSeed(text.data(), text.size(), seed()); }

uint64_t fixed_hash(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

void GroupTable::make_room(size_t more) {
    const size_t wanted = entries_.size() + more;
    if (wanted * 2 <= slots_.size()) return;
    if (wanted >= empty) throw Error(Exit::io, {}, "there are more than 4 billion groups");
    size_t size = std::max(first_slots, slots_.size());
    while (size < wanted * 2) size *= 2;
    slots_.assign(size, Slot());
    mask_ = size - 1;
    for (uint32_t group = 0; group < entries_.size(); ++group) {
        size_t at = more_[group].hash & mask_;
        while (slots_[at].group != empty) at = (at + 1) & mask_;
        slots_[at] = {tag_of(more_[group].hash), group};
    }
}

uint32_t GroupTable::add(const KeyBytes& key, uint64_t position) {
    const auto group = static_cast<uint32_t>(entries_.size());
    Entry entry{position, key.size, {}};
    if (key.size <= inline_size) {
        if (key.size) std::memcpy(entry.bytes, key.data, key.size);
    } else {
        const char* at = long_.copy(key.text()).data();
        std::memcpy(entry.bytes, &at, sizeof at);
        long_bytes_ += key.size;
    }
    entries_.push_back(entry);
    more_.push_back({key.hash, key.forms});
    return group;
}

inline uint32_t GroupTable::find(const KeyBytes& key, uint64_t position) {
    const uint32_t tag = tag_of(key.hash);
    for (size_t at = key.hash & mask_;; at = (at + 1) & mask_) {
        Slot& slot = slots_[at];
        if (slot.group == empty) {
            slot = {tag, static_cast<uint32_t>(entries_.size())};
            return add(key, position);
        }
        if (slot.tag == tag && is(slot.group, key)) return slot.group;
    }
}

void GroupTable::fetch(std::span<const KeyBytes> keys) const {
    if (entries_.size() < fetched_ahead) return;
    for (const KeyBytes& key : keys) __builtin_prefetch(&slots_[key.hash & mask_]);
    for (const KeyBytes& key : keys) {
        const uint32_t likely = slots_[key.hash & mask_].group;
        if (likely != empty) __builtin_prefetch(&entries_[likely]);
    }
}

void GroupTable::find_or_add(std::span<const KeyBytes> keys, const uint64_t* positions, uint32_t* groups) {
    make_room(keys.size());
    fetch(keys);
    for (size_t i = 0; i < keys.size(); ++i) {
        const uint32_t group = groups[i] = find(keys[i], positions[i]);
        if (positions[i] >= entries_[group].first) continue;
        entries_[group].first = positions[i];
        more_[group].forms = keys[i].forms;
    }
}

void GroupTable::find_or_add(std::span<const KeyBytes> keys, uint64_t position, uint32_t* groups) {
    make_room(keys.size());
    fetch(keys);
    for (size_t i = 0; i < keys.size(); ++i) groups[i] = find(keys[i], position + i);
}

void GroupTable::find(std::span<const KeyBytes> keys, uint32_t* groups) const {
    static_assert(none == empty);
    if (entries_.empty()) return std::fill_n(groups, keys.size(), none), void();
    if (entries_.size() >= fetched_ahead) {
        for (const KeyBytes& key : keys) fetch_slot(key.hash);
        for (const KeyBytes& key : keys) fetch_likely(key.hash);
    }
    for (size_t i = 0; i < keys.size(); ++i) groups[i] = find(keys[i]);
}

void GroupTable::add_runs(std::span<const KeyBytes> keys, uint64_t position, uint32_t* groups) {
    for (size_t i = 0; i < keys.size(); ++i) {
        const bool goes_on = !entries_.empty() && is(static_cast<uint32_t>(entries_.size() - 1), keys[i]);
        groups[i] = goes_on ? static_cast<uint32_t>(entries_.size() - 1) : add(keys[i], position + i);
    }
}

uint32_t GroupTable::find_or_add(const KeyBytes& key, uint64_t position) {
    uint32_t group;
    find_or_add({&key, 1}, &position, &group);
    return group;
}

} // namespace rowkit::ops
