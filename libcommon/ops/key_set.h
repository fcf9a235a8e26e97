// Keys, each once, with some bytes of the caller's beside each of them.
#pragma once

#include "base/chunks.h"

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// Open addressing: 8 bytes a slot, with 30 bits of the hash, of which the first ones say where to look; the
/// table grows by a half, in the order of its slots and without a look at the keys. A key costs its bytes,
/// one for their number (5 from 255 on), and 11 to 17 for its slot. Asked for many keys at once, so that the
/// memory they lie in is fetched ahead. Keys are compared byte by byte. Not thread-safe.
class KeySet {
public:
    struct Key {
        const char* data = nullptr;
        uint32_t size = 0;
        uint32_t row = 0;  // is the caller's
        uint64_t hash = 0; // the first `shard_bits` ones are not looked at

        std::string_view text() const { return {data, size}; }
    };
    /// Hashes that differ in their first bits may be in different sets.
    static constexpr int shard_bits = 4;
    static constexpr size_t shards = size_t{1} << shard_bits;
    static size_t shard_of(uint64_t hash) { return hash >> (64 - shard_bits); }

    /// `beside`: bytes to keep with each key, at a multiple of 8. `pool` outlives the set.
    explicit KeySet(ChunkPool& pool, size_t beside = 0) : pool_(&pool), store_(pool), beside_(beside) {}
    KeySet(KeySet&&) = delete;
    ~KeySet() { clear(); }

    /// Calls `use(key, beside, fresh)` for each key, in their order: the bytes beside it, which are
    /// uninitialised where it is `fresh`: added now.
    template <class Use>
    void find_or_add(std::span<const Key> keys, const Use& use);
    /// The same with null for the bytes beside a key that is not there; `fresh` is false.
    template <class Use>
    void find(std::span<const Key> keys, const Use& use) const;

    /// Calls `use(beside)` for each key, nearly in the order in which they were added.
    template <class Use>
    void each(const Use& use) const;

    uint64_t size() const { return count_; }
    /// Throws std::bad_alloc if many more are added.
    bool nearly_full() const { return store_.nearly_full(); }
    void clear();

private:
    static constexpr size_t at_once = 128; // what is fetched ahead stays in the cache
    static constexpr size_t page_slots = ChunkPool::chunk_size / 8;
    static constexpr int tag_bits = 64 - ChunkStore::place_bits;
    static constexpr unsigned char long_size = 255;

    static uint64_t tag_of(uint64_t hash) { return hash << shard_bits >> (64 - tag_bits); }
    uint64_t home(uint64_t tag) const { return tag * slots_ >> tag_bits; }
    uint64_t& slot(uint64_t at) const { return pages_[at / page_slots][at % page_slots]; }
    uint64_t after(uint64_t at) const { return at + 1 == slots_ ? 0 : at + 1; }
    char* entry(uint64_t slot) const {
        return store_.at(slot & ((uint64_t{1} << ChunkStore::place_bits) - 1));
    }
    static uint64_t tag_in(uint64_t slot) { return slot >> ChunkStore::place_bits; }
    /// The first slot from `at` on that is empty or may be the key's.
    uint64_t next_likely(uint64_t at, uint64_t tag) const {
        while (slot(at) && tag_in(slot(at)) != tag) at = after(at);
        return at;
    }
    bool holds(const char* entry, const Key& key) const {
        const char* bytes = entry + beside_;
        if (static_cast<unsigned char>(*bytes) != (key.size < long_size ? key.size : long_size)) return false;
        if (key.size >= long_size) {
            if (std::memcmp(bytes + 1, &key.size, sizeof key.size)) return false;
            bytes += sizeof key.size;
        }
        return key.size == 0 || std::memcmp(bytes + 1, key.data, key.size) == 0;
    }
    void fetch(std::span<const Key> keys, uint64_t* spots) const;
    uint64_t add(const Key& key);
    void make_room(size_t more);
    void resize(uint64_t slots);
    size_t page_bytes(uint64_t slots) const { return slots < page_slots ? slots * 8 : ChunkPool::chunk_size; }
    void give_back(std::vector<uint64_t*>& pages, uint64_t slots);

    ChunkPool* pool_;
    ChunkStore store_;
    size_t beside_;
    std::vector<uint64_t*> pages_; // of slots: the tag, and the entry's place; 0: empty
    uint64_t slots_ = 0, count_ = 0;
};

template <class Use>
void KeySet::find_or_add(std::span<const Key> keys, const Use& use) {
    uint64_t spots[at_once];
    for (; !keys.empty(); keys = keys.subspan(std::min(at_once, keys.size()))) {
        const std::span<const Key> now = keys.first(std::min(at_once, keys.size()));
        make_room(now.size());
        fetch(now, spots);
        for (size_t i = 0; i < now.size(); ++i) {
            const uint64_t tag = tag_of(now[i].hash);
            uint64_t at = next_likely(spots[i], tag);
            while (slot(at) && !holds(entry(slot(at)), now[i])) at = next_likely(after(at), tag);
            const bool fresh = !slot(at);
            if (fresh) slot(at) = tag << ChunkStore::place_bits | add(now[i]);
            use(now[i], entry(slot(at)), fresh);
        }
    }
}

template <class Use>
void KeySet::find(std::span<const Key> keys, const Use& use) const {
    uint64_t spots[at_once];
    for (; !keys.empty(); keys = keys.subspan(std::min(at_once, keys.size()))) {
        const std::span<const Key> now = keys.first(std::min(at_once, keys.size()));
        if (slots_) fetch(now, spots);
        for (size_t i = 0; i < now.size(); ++i) {
            if (!slots_) {
                use(now[i], static_cast<char*>(nullptr), false);
                continue;
            }
            const uint64_t tag = tag_of(now[i].hash);
            uint64_t at = spots[i];
            while (slot(at) && !holds(entry(slot(at)), now[i])) at = next_likely(after(at), tag);
            use(now[i], slot(at) ? entry(slot(at)) : nullptr, false);
        }
    }
}

template <class Use>
void KeySet::each(const Use& use) const {
    const size_t align = beside_ ? 8 : 1;
    store_.each_chunk([&](char* at, const char* end) {
        for (char* from = at; at < end; at += -static_cast<size_t>(at - from) & (align - 1)) {
            use(at);
            at += beside_;
            const auto small = static_cast<unsigned char>(*at++);
            uint32_t size = small;
            if (small == long_size) {
                std::memcpy(&size, at, sizeof size);
                at += sizeof size;
            }
            at += size;
        }
    });
}

} // namespace rowkit::ops
