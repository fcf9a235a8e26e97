// The built side of a join.
#include "ops/join_table.h"

#include "base/error.h"

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

JoinTable::JoinTable(std::vector<JoinPieces> all, const Options& options) {
    std::vector<const JoinPieces::Piece*> pieces;
    size_t records = 0;
    for (const JoinPieces& one : all)
        for (const JoinPieces::Piece& piece : one.pieces) {
            pieces.push_back(&piece);
            records += piece.keys.size();
        }
    if (records >= GroupTable::none) throw Error(Exit::io, {}, "there are more than 4 billion records to hold");
    // A block's batches are all one thread's, in order.
    std::ranges::stable_sort(pieces, {}, [](const JoinPieces::Piece* piece) { return piece->block; });
    group_of_.reserve(records);
    std::vector<uint32_t> groups;
    std::vector<KeyBytes> keys;
    JoinSpans spans;
    for (const JoinPieces::Piece* piece : pieces) {
        keys.clear();
        for (const KeyBytes& key : piece->keys)
            if (options.null_keys || !has_null(key, options.key_parts)) keys.push_back(key);
        groups.resize(keys.size());
        keys_.find_or_add(keys, group_of_.size(), groups.data());
        const uint32_t* group = groups.data();
        for (const KeyBytes& key : piece->keys)
            group_of_.push_back(options.null_keys || !has_null(key, options.key_parts) ? *group++ : GroupTable::none);
        rows_.insert(rows_.end(), piece->rows.begin(), piece->rows.end());
        spans.low.insert(spans.low.end(), piece->spans.low.begin(), piece->spans.low.end());
        spans.high.insert(spans.high.end(), piece->spans.high.begin(), piece->spans.high.end());
    }
    starts_.assign(keys_.size() + 1, 0);
    for (uint32_t group : group_of_)
        if (group != GroupTable::none) ++starts_[group + 1];
    for (size_t i = 1; i < starts_.size(); ++i) {
        most_in_group_ = std::max(most_in_group_, starts_[i]);
        starts_[i] += starts_[i - 1];
    }
    members_.resize(starts_.back());
    std::vector<uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (uint32_t record = 0; record < group_of_.size(); ++record)
        if (group_of_[record] != GroupTable::none) members_[next[group_of_[record]]++] = record;
    if (!spans.low.empty()) places_.emplace(std::move(spans), starts_, members_);
    if (options.marks) marks_.resize(records);
    for (JoinPieces& one : all) slabs_.push_back(std::move(one.row_bytes));
}

std::optional<uint32_t> JoinTable::second_of_key() const {
    if (most_in_group_ < 2) return std::nullopt;
    for (uint32_t record = 0; record < records(); ++record)
        if (group_of_[record] != GroupTable::none && of_group(group_of_[record])[0] != record) return record;
    return std::nullopt;
}

} // namespace rowkit::ops
