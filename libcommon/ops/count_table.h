// How often each text comes in each group.
#pragma once

#include "codec/cell.h"
#include "ops/group_table.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace rowkit::ops {

/// A table of texts by group, with what is counted of each. Not thread-safe; reading is, after seal().
class CountTable {
public:
    /// Where a text came first; of those that came in one partial state, as which.
    struct First {
        uint64_t position = UINT64_MAX;
        uint64_t number = 0;
        friend auto operator<=>(const First&, const First&) = default;
    };
    struct Entry {
        std::string_view text;
        Form form;
        uint64_t count;
        First first;
    };

    /// Adds to what is known of a text. `hash`: seeded_hash() of it.
    void count(uint32_t group, const Entry& entry, uint64_t hash);
    /// Counts texts once each: keys as key() makes them, and where they stand.
    void count(std::span<const KeyBytes> keys, const uint64_t* positions);
    /// The key of a text in a group; `room` has room for both, and four bytes more than the text has.
    static KeyBytes key(uint32_t group, std::string_view text, Form form, uint64_t hash, char* room) {
        std::memcpy(room, &group, sizeof group);
        if (!text.empty()) std::memcpy(room + sizeof group, text.data(), text.size());
        return {room, static_cast<uint32_t>(sizeof group + text.size()), hash_in(group, hash),
                static_cast<uint64_t>(form)};
    }
    static constexpr size_t key_lead = sizeof(uint32_t);

    size_t size() const { return table_.size(); }
    uint64_t bytes() const { return table_.bytes() + counts_.capacity() * sizeof(Counted); }

    Entry entry(uint32_t number) const;
    uint32_t group(uint32_t number) const;
    /// seeded_hash() of the text.
    uint64_t text_hash(uint32_t number) const { return table_.hash(number) - hash_in(group(number), 0); }
    /// Sorts the entries by group, of which there are so many.
    void seal(size_t groups);
    /// After seal(): the entries of a group, in the order in which they came here.
    std::span<const uint32_t> of(uint32_t group) const {
        return {by_group_.data() + starts_[group], starts_[group + 1] - starts_[group]};
    }
    /// Leaves a group's entries out of what of() gives until the next seal().
    void forget(uint32_t group) { starts_[group] = starts_[group + 1]; }

private:
    struct Counted {
        uint64_t times = 0;
        First first;
    };
    /// The text's own hash can be had back from it.
    static uint64_t hash_in(uint32_t group, uint64_t hash) { return hash + group * 0x9E3779B97F4A7C15; }

    GroupTable table_;
    std::vector<Counted> counts_;  // by entry
    std::vector<uint32_t> starts_; // by group, of by_group_
    std::vector<uint32_t> by_group_;
    std::vector<uint32_t> entries_; // of a chunk
    std::string key_;
};

} // namespace rowkit::ops
