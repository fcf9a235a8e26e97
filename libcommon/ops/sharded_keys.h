// Keys in tables by their hash, which threads fill side by side.
#pragma once

#include "ops/group_table.h"

#include <span>
#include <vector>

namespace rowkit::ops {

/// Groups are numbered over all tables, a table's one after another. Reading it is thread-safe, and so is
/// filling different tables.
class ShardedKeys {
public:
    /// One table where one thread fills it, or there is little to share.
    ShardedKeys(unsigned threads, size_t keys);

    size_t shards() const { return tables_.size(); }
    size_t shard_of(uint64_t hash) const {
        return hash >> 32 & (tables_.size() - 1);
    } // no bit that finds a slot
    GroupTable& shard(size_t number) { return tables_[number]; }
    const GroupTable& shard(size_t number) const { return tables_[number]; }

    /// When all tables are filled.
    void number_groups();
    /// The number of a table's first group; of the one past the last: size().
    uint32_t first_of(size_t shard) const { return firsts_[shard]; }

    // Then:
    size_t size() const { return firsts_.back(); }
    KeyBytes key(uint32_t group) const;
    /// As GroupTable::find().
    void find(std::span<const KeyBytes> keys, uint32_t* groups) const;

private:
    std::vector<GroupTable> tables_; // a power of two of them
    std::vector<uint32_t> firsts_;
};

} // namespace rowkit::ops
