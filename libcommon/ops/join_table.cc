// The built side of a join.
#include "ops/join_table.h"

#include "ops/parallel.h"

#include <algorithm>

namespace rowkit::ops {

void CellRows::append(const Batch& batch, size_t record, std::span<const uint32_t> columns, Buffer& out) {
    const size_t count = columns.size(), at = out.size();
    out.room(count * (sizeof(uint32_t) + 1) + 1);
    out.advance(count * (sizeof(uint32_t) + 1) + 1);
    out.data()[out.size() - 1] = batch.dialect().quote;
    uint32_t end = 0;
    for (size_t i = 0; i < count; ++i) {
        const Cell cell = batch.cell(record, columns[i]);
        out.append(cell.raw());
        end += cell.size;
        std::memcpy(out.data() + at + i * sizeof end, &end, sizeof end);
        out.data()[at + count * sizeof end + i] = static_cast<char>(cell.form);
    }
}

/// The records whose keys are in one table, and the groups they are in there.
struct JoinTable::Share {
    std::vector<uint32_t> records, groups;
};

JoinTable::JoinTable(std::vector<JoinPieces> all, const Options& options)
    : records_(count_records(all)), keys_(options.threads, records_) {
    std::vector<const JoinPieces::Piece*> pieces;
    for (const JoinPieces& one : all)
        for (const JoinPieces::Piece& piece : one.pieces) pieces.push_back(&piece);
    // A block's batches are all one thread's, in order.
    std::ranges::stable_sort(pieces, {}, [](const JoinPieces::Piece* piece) { return piece->block; });

    std::vector<Share> shares(keys_.shards());
    run_jobs(options.threads, shares.size(),
             [&](size_t shard) { find_groups(pieces, options, shard, shares[shard]); });
    keys_.number_groups();
    JoinSpans spans;
    if (!pieces.empty() && !pieces[0]->rows.empty()) rows_.reserve(records_);
    for (const JoinPieces::Piece* piece : pieces) {
        rows_.insert(rows_.end(), piece->rows.begin(), piece->rows.end());
        spans.low.insert(spans.low.end(), piece->spans.low.begin(), piece->spans.low.end());
        spans.high.insert(spans.high.end(), piece->spans.high.begin(), piece->spans.high.end());
    }
    for (JoinPieces& one : all) {
        slabs_.push_back(std::move(one.row_bytes));
        one = {};
    }
    list_members(shares, options.threads);
    if (!spans.low.empty()) places_.emplace(std::move(spans), starts_, members_);
    if (options.marks) marks_.resize(records_);
}

size_t JoinTable::count_records(const std::vector<JoinPieces>& all) {
    size_t records = 0;
    for (const JoinPieces& one : all)
        for (const JoinPieces::Piece& piece : one.pieces) records += piece.keys.size();
    return records;
}

/// Puts the keys of one table into it.
void JoinTable::find_groups(std::span<const JoinPieces::Piece* const> pieces, const Options& options,
                            size_t shard, Share& share) {
    constexpr size_t at_once = 512;
    std::vector<KeyBytes> keys;
    keys.reserve(at_once);
    const size_t room = records_ / keys_.shards() + records_ / 64;
    share.records.reserve(room);
    share.groups.reserve(room);
    auto put = [&] {
        const size_t done = share.groups.size();
        share.groups.resize(done + keys.size());
        keys_.shard(shard).find_or_add(keys, done, share.groups.data() + done);
        keys.clear();
    };
    uint32_t record = 0;
    for (const JoinPieces::Piece* piece : pieces)
        for (const KeyBytes& key : piece->keys) {
            const uint32_t number = record++;
            if (keys_.shard_of(key.hash) != shard) continue;
            if (!options.null_keys && has_null(key, options.key_parts)) continue;
            share.records.push_back(number);
            keys.push_back(key);
            if (keys.size() == at_once) put();
        }
    put();
}

/// Lists each group's records; a table's groups stand together.
void JoinTable::list_members(std::vector<Share>& shares, unsigned threads) {
    starts_.assign(keys_.size() + 1, 0);
    std::vector<uint32_t> first_member, most(shares.size());
    uint32_t members = 0;
    for (const Share& share : shares) {
        first_member.push_back(members);
        members += static_cast<uint32_t>(share.records.size());
    }
    members_.resize(members);
    run_jobs(threads, shares.size(), [&](size_t shard) {
        Share& share = shares[shard];
        const size_t groups = keys_.shard(shard).size();
        uint32_t* starts = starts_.data() + keys_.first_of(shard);
        std::vector<uint32_t> next(groups + 1);
        for (uint32_t group : share.groups) ++next[group + 1];
        for (size_t group = 0; group < groups; ++group) {
            most[shard] = std::max(most[shard], next[group + 1]);
            next[group + 1] += next[group];
        }
        for (size_t group = 0; group < groups; ++group) starts[group] = next[group] += first_member[shard];
        for (size_t i = 0; i < share.records.size(); ++i)
            members_[next[share.groups[i]]++] = share.records[i];
        share = {};
    });
    starts_.back() = members;
    most_in_group_ = std::ranges::max(most);
}

std::optional<JoinTable::Second> JoinTable::second_of_key() const {
    std::optional<Second> found;
    if (most_in_group_ < 2) return found;
    for (uint32_t group = 0; group < keys_.size(); ++group) {
        const std::span<const uint32_t> records = of_group(group);
        if (records.size() > 1 && (!found || records[1] < found->second))
            found = {group, records[0], records[1]};
    }
    return found;
}

} // namespace rowkit::ops
