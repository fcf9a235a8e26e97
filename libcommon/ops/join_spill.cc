// The built side of a join that memory does not hold.
#include "ops/join_spill.h"

#include "ops/join_record.h"

#include <algorithm>
#include <iterator>

namespace rowkit::ops {

uint64_t JoinSpilledSide::number_of(uint64_t origin) const {
    uint64_t number = (origin & UINT32_MAX) + 1;
    for (const auto& [block, records] : blocks)
        if (block < origin >> 32) number += records;
    return number;
}

BuiltSpill::BuiltSpill(const JoinLimits& limits, const JoinTable::Options& options,
                       std::shared_ptr<HashFilter> hashes, size_t row_cells, bool numbers)
    : options_(options), hashes_(std::move(hashes)), rows_(row_cells), numbers_(numbers), parts_(limits) {
    if (options.marks) lone_.emplace(std::make_shared<FrameFile>(limits.tmpdir), limits.frame_bytes());
}

void BuiltSpill::write(JoinPieces& pieces) {
    for (const JoinPieces::Piece& piece : pieces.pieces) {
        if (piece.block != block_) next_ = 0;
        block_ = piece.block;
        records_ += piece.keys.size();
        if (numbers_) blocks_.emplace_back(block_, piece.keys.size());
        for (size_t i = 0; i < piece.keys.size(); ++i, ++next_) {
            const KeyBytes& key = piece.keys[i];
            const std::string_view row = piece.rows.empty() ? std::string_view() : rows_.bytes(piece.rows[i]);
            const uint64_t origin = built_origin(block_, next_);
            if (!options_.null_keys && has_null(key, options_.key_parts)) {
                if (lone_) lone_->add({{}, origin, row});
                continue;
            }
            bytes_.clear();
            append_join_key(key, bytes_);
            if (!piece.spans.low.empty()) append_join_point(piece.spans.low[i], bytes_);
            if (!piece.spans.high.empty()) append_join_point(piece.spans.high[i], bytes_);
            bytes_.append(row);
            hashes_->add(key.hash);
            parts_.add(key.hash, {{}, origin, bytes_.view()});
        }
    }
    pieces.pieces.clear();
    pieces.key_bytes.clear();
    pieces.row_bytes.clear();
}

void BuiltSpill::finish(JoinSpilledSide& side) {
    parts_.finish(side.parts);
    if (lone_) side.lone.push_back(lone_->finish());
    side.hashes = hashes_;
    side.records += records_;
    std::ranges::move(blocks_, std::back_inserter(side.blocks));
}

} // namespace rowkit::ops
