// Records held for sorting, with their keys.
#include "ops/held_pieces.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

template <class T>
const T* kept(Slabs& slabs, const T* from, size_t count) {
    return reinterpret_cast<const T*>(
        slabs.copy({reinterpret_cast<const char*>(from), count * sizeof(T)}).data());
}

} // namespace

std::string_view end_last_record(const Batch& batch, uint32_t record, Buffer& written,
                                 std::vector<uint32_t>& ends) {
    const std::string_view raw = batch.raw(record);
    if (record + 1 != batch.size() || batch.dialect().format == FormatId::json ||
        !batch.newline(record).empty())
        return {};
    if (!written.view().ends_with(raw)) return {}; // it was written anew, with a newline
    written.append(batch.dialect().newline);
    ends.back() = static_cast<uint32_t>(written.size());
    return batch.dialect().newline;
}

void HeldPieces::add(const Batch& batch, Records records, const Place& place, RecordKeys& keys,
                     const Writer& out, Writer* notes) {
    if (place.block != block_) in_block_ = 0;
    block_ = place.block;
    aside_.bytes.clear();
    if (!batch.layout().trailing.empty()) {
        out.aside(aside_).keep_trailing(batch);
        aside_.own_unless({});
        trailing_.push_back({place.block, std::string(aside_.bytes.view())});
        aside_.bytes.clear();
    }
    if (records.size() == 0) return;
    ends_.clear();
    keys_.clear();
    key_ends_.clear();
    keys.append(batch, records, keys_, key_ends_, notes);
    out.aside(aside_).keep_each(batch, records, SIZE_MAX, ends_);
    const uint32_t last = records[records.size() - 1];
    Piece piece{place.block, in_block_, static_cast<uint32_t>(records.size())};
    if (auto newline = end_last_record(batch, last, aside_.bytes, ends_); !newline.empty()) {
        unended_ = place_of(place.block, in_block_ + piece.count - 1);
        newline_ = newline;
    }
    in_block_ += piece.count;
    piece.records = kept(slabs_, aside_.bytes.data(), aside_.bytes.size());
    piece.ends = kept(slabs_, ends_.data(), ends_.size());
    piece.keys = kept(slabs_, keys_.data(), keys_.size());
    piece.key_ends = kept(slabs_, key_ends_.data(), key_ends_.size());
    pieces_.push_back(piece);
    records_ += piece.count;
    record_bytes_ += aside_.bytes.size();
}

void HeldPieces::clear() {
    slabs_.clear();
    pieces_.clear();
    records_ = record_bytes_ = 0;
}

void HeldPieces::take(HeldPieces&& other) {
    slabs_.take(std::move(other.slabs_));
    pieces_.insert(pieces_.end(), other.pieces_.begin(), other.pieces_.end());
    records_ += other.records_;
    record_bytes_ += other.record_bytes_;
    if (other.unended_ != UINT64_MAX && (unended_ == UINT64_MAX || other.unended_ > unended_)) {
        unended_ = other.unended_;
        newline_ = other.newline_;
    }
    trailing_.insert(trailing_.end(), other.trailing_.begin(), other.trailing_.end());
    other.clear();
}

void HeldPieces::keep(const PieceSort& sort, std::vector<SortItem>& items) {
    std::ranges::sort(items, {}, &SortItem::place);
    Slabs fresh;
    std::vector<Piece> pieces;
    uint64_t bytes = 0;
    for (const SortItem& item : items) {
        const std::string_view record = sort.record(item), key = sort.key(item);
        const uint64_t origin = sort.origin(item);
        const uint32_t ends[] = {static_cast<uint32_t>(record.size()), static_cast<uint32_t>(key.size())};
        char* to = fresh.room(sizeof ends + record.size() + key.size());
        std::memcpy(to, ends, sizeof ends);
        std::memcpy(to + sizeof ends, record.data(), record.size());
        std::memcpy(to + sizeof ends + record.size(), key.data(), key.size());
        Piece piece{piece_of(origin), record_of(origin), 1};
        piece.ends = reinterpret_cast<const uint32_t*>(to);
        piece.key_ends = piece.ends + 1;
        piece.records = to + sizeof ends;
        piece.keys = piece.records + record.size();
        pieces.push_back(piece);
        bytes += record.size();
    }
    slabs_ = std::move(fresh);
    pieces_ = std::move(pieces);
    records_ = pieces_.size();
    record_bytes_ = bytes;
}

void HeldPieces::drop_after(uint64_t block) {
    std::erase_if(pieces_, [&](const Piece& piece) { return piece.block > block; });
    std::erase_if(trailing_, [&](const Trailing& trailing) { return trailing.block > block; });
    if (unended_ != UINT64_MAX && piece_of(unended_) > block) unended_ = UINT64_MAX;
}

void HeldPieces::put_in_order() {
    std::ranges::stable_sort(pieces_, {},
                             [](const Piece& piece) { return place_of(piece.block, piece.first); });
    std::ranges::stable_sort(trailing_, {}, &Trailing::block);
}

} // namespace rowkit::ops
