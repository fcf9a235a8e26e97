// Records of any number put into the order of their keys.
#include "ops/spilled_records.h"

#include "ops/piece_sort.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr size_t piece_bytes = 1 << 20;

const uint32_t* kept(Slabs& slabs, const std::vector<uint32_t>& list) {
    return reinterpret_cast<const uint32_t*>(
        slabs.copy({reinterpret_cast<const char*>(list.data()), list.size() * sizeof(uint32_t)}).data());
}

} // namespace

size_t SpilledRecords::frame_bytes() const {
    return std::clamp<uint64_t>(memory_ / 1000, 4 << 10, 128 << 10);
}

void SpilledRecords::add(std::string_view key, std::string_view record) {
    keys_.append(key);
    key_ends_.push_back(static_cast<uint32_t>(keys_.size()));
    records_.append(record);
    ends_.push_back(static_cast<uint32_t>(records_.size()));
    if (keys_.size() + records_.size() + ends_.size() * 24 >= std::min<uint64_t>(piece_bytes, memory_ / 4))
        end_piece();
}

void SpilledRecords::end_piece() {
    if (ends_.empty()) return;
    Piece piece{pieces_.size(), 0, static_cast<uint32_t>(ends_.size())};
    piece.records = slabs_.copy(records_.view()).data();
    piece.ends = kept(slabs_, ends_);
    piece.keys = slabs_.copy(keys_.view()).data();
    piece.key_ends = kept(slabs_, key_ends_);
    pieces_.push_back(piece);
    keys_.clear();
    records_.clear();
    key_ends_.clear();
    ends_.clear();
    if (slabs_.used() + slabs_.used() / 2 >= memory_) write_run();
}

void SpilledRecords::write_run() {
    if (pieces_.empty()) return;
    if (!file_) file_ = std::make_shared<FrameFile>(directory_);
    runs_.push_back(write_sorted_run(pieces_, threads_, file_, frame_bytes()));
    pieces_.clear();
    slabs_ = {};
}

std::vector<SortedRun> SpilledRecords::finish() {
    end_piece();
    write_run();
    const size_t frame = frame_bytes();
    return merge_down(std::move(runs_), memory_ / (frame * (5 * threads_ + 8)), frame, threads_, directory_);
}

} // namespace rowkit::ops
