// Keys in tables by their hash.
#include "ops/sharded_keys.h"

#include "base/error.h"

#include <algorithm>
#include <bit>

namespace rowkit::ops {
namespace {

constexpr size_t worth_sharing = 200'000; // keys; fewer are in a table before the threads have begun
constexpr unsigned most_shards = 16;

} // namespace

ShardedKeys::ShardedKeys(unsigned threads, size_t keys)
    : tables_(keys < worth_sharing ? 1 : std::bit_ceil(std::clamp(threads, 1u, most_shards))) {
    if (keys >= GroupTable::none) throw Error(Exit::io, {}, "there are more than 4 billion records to hold");
    for (GroupTable& table : tables_) table.reserve(keys / tables_.size() + keys / 64);
    firsts_.assign(tables_.size() + 1, 0);
}

void ShardedKeys::number_groups() {
    for (size_t i = 0; i < tables_.size(); ++i)
        firsts_[i + 1] = firsts_[i] + static_cast<uint32_t>(tables_[i].size());
}

KeyBytes ShardedKeys::key(uint32_t group) const {
    const auto shard = static_cast<size_t>(std::ranges::upper_bound(firsts_, group) - firsts_.begin() - 1);
    return tables_[shard].key(group - firsts_[shard]);
}

void ShardedKeys::find(std::span<const KeyBytes> keys, uint32_t* groups) const {
    if (tables_.size() == 1) return tables_[0].find(keys, groups);
    for (const KeyBytes& key : keys) tables_[shard_of(key.hash)].fetch_slot(key.hash);
    for (const KeyBytes& key : keys) tables_[shard_of(key.hash)].fetch_likely(key.hash);
    for (size_t i = 0; i < keys.size(); ++i) {
        const size_t shard = shard_of(keys[i].hash);
        const uint32_t group = tables_[shard].find(keys[i]);
        groups[i] = group == GroupTable::none ? group : firsts_[shard] + group;
    }
}

} // namespace rowkit::ops
