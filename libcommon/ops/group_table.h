// Keys numbered in the order in which they came: from the bytes of a key to its group.
#pragma once

#include "base/arena.h"
#include "base/copy.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// The bytes of a key, and their hash.
struct KeyBytes {
    const char* data = nullptr;
    uint32_t size = 0;
    uint64_t hash = 0;
    uint64_t forms =
        0; // what its parts looked like (see GroupKeys); kept of the first appearance, not compared

    std::string_view text() const { return {data, size}; }
};

/// Hashes of texts, seeded anew by each process: nobody can make a file whose keys all collide.
uint64_t seeded_hash(std::string_view text);
/// The same in every run and on every machine.
uint64_t fixed_hash(std::string_view text);

/// Open addressing with 8 bytes a slot; keys up to 20 bytes stand in the group's entry (32 bytes), longer
/// ones in an arena. What is not looked at to find a key is elsewhere: 16 bytes more. Asked for many keys at
/// once, so that the memory they lie in is fetched ahead. Not thread-safe; reading is.
class GroupTable {
public:
    /// groups[i] is the number of keys[i], which is added where it is new. `position` is that of keys[0] in
    /// the input, the next ones follow it: positions rise from call to call.
    void find_or_add(std::span<const KeyBytes> keys, uint64_t position, uint32_t* groups);
    /// The same for keys that came in any order; where each one came first is positions[i].
    void find_or_add(std::span<const KeyBytes> keys, const uint64_t* positions, uint32_t* groups);
    /// One key, which was first seen at `position`; the least one counts.
    uint32_t find_or_add(const KeyBytes& key, uint64_t position);

    /// groups[i] is the number of keys[i], or `none`. Thread-safe among themselves.
    void find(std::span<const KeyBytes> keys, uint32_t* groups) const;
    static constexpr uint32_t none = UINT32_MAX;

    /// The same of one key, whose slot and likely entry may have been fetched ahead.
    uint32_t find(const KeyBytes& key) const {
        if (slots_.empty()) return none;
        const uint32_t tag = tag_of(key.hash);
        size_t at = key.hash & mask_;
        while (slots_[at].group != empty && (slots_[at].tag != tag || !is(slots_[at].group, key)))
            at = (at + 1) & mask_;
        return slots_[at].group;
    }
    void fetch_slot(uint64_t hash) const { __builtin_prefetch(slots_.data() + (hash & mask_)); }
    void fetch_likely(uint64_t hash) const {
        if (slots_.empty()) return;
        const uint32_t likely = slots_[hash & mask_].group;
        if (likely != empty) __builtin_prefetch(&entries_[likely]);
    }

    /// Room for so many groups in one piece: pages that are never touched cost nothing.
    void reserve(size_t groups) {
        entries_.reserve(groups);
        more_.reserve(groups);
    }

    /// Makes each run of equal keys a group of its own, whether there was one of that key before or not: the
    /// last group goes on where the first key is its. Not to be mixed with the calls above, but for one group
    /// before.
    void add_runs(std::span<const KeyBytes> keys, uint64_t position, uint32_t* groups);

    size_t size() const { return entries_.size(); }
    KeyBytes key(uint32_t group) const {
        const Entry& entry = entries_[group];
        return {entry.text(), entry.size, more_[group].hash, more_[group].forms};
    }
    /// Has the group's entry fetched from memory.
    void fetch(uint32_t group) const { __builtin_prefetch(&entries_[group]); }
    uint64_t hash(uint32_t group) const { return more_[group].hash; }
    /// Where the group's first record stands.
    uint64_t first(uint32_t group) const { return entries_[group].first; }

    /// Bytes of memory, roughly.
    uint64_t bytes() const {
        return slots_.capacity() * sizeof(Slot) + entries_.capacity() * (sizeof(Entry) + sizeof(More)) +
               long_bytes_;
    }

private:
    static constexpr uint32_t inline_size = 20;
    struct Slot {
        uint32_t tag = 0;       // of the hash
        uint32_t group = empty; // its number
    };
    static constexpr uint32_t empty = UINT32_MAX;
    struct alignas(32) Entry { // half of a cache line
        uint64_t first;
        uint32_t size;
        char bytes[inline_size]; // the key, or where it is

        const char* text() const {
            if (size <= inline_size) return bytes;
            const char* at;
            std::memcpy(&at, bytes, sizeof at);
            return at;
        }
    };
    static_assert(sizeof(Entry) == 32);
    struct More {
        uint64_t hash;
        uint64_t forms;
    };

    static uint32_t tag_of(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }
    bool is(uint32_t group, const KeyBytes& key) const {
        const Entry& entry = entries_[group];
        return entry.size == key.size && same_bytes(entry.text(), key.data, key.size);
    }
    uint32_t find(const KeyBytes& key, uint64_t position);
    uint32_t add(const KeyBytes& key, uint64_t position);
    void make_room(size_t more);
    void fetch(std::span<const KeyBytes> keys) const;

    std::vector<Slot> slots_;
    size_t mask_ = 0;
    std::vector<Entry> entries_;
    std::vector<More> more_;
    Arena long_;
    uint64_t long_bytes_ = 0;
};

} // namespace rowkit::ops
