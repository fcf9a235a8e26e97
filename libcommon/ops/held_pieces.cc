// Records held for sorting, with their keys.
#include "ops/held_pieces.h"

#include "io/file_map.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

template <class T>
const T* kept(Slabs& slabs, const T* from, size_t count) {
    return reinterpret_cast<const T*>(
        slabs.copy({reinterpret_cast<const char*>(from), count * sizeof(T)}).data());
}

} // namespace

std::string_view end_last_record(const Batch& batch, const Writer& writer, Buffer& written,
                                 std::vector<uint32_t>& ends) {
    const uint32_t begin = ends.size() > 1 ? ends[ends.size() - 2] : 0;
    const std::string_view newline = writer.lacking(batch, written.view().substr(begin, ends.back() - begin));
    written.append(newline);
    ends.back() = static_cast<uint32_t>(written.size());
    return newline;
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
    Piece piece{place.block, in_block_, static_cast<uint32_t>(records.size())};
    in_block_ += piece.count;
    if (!add_lasting(piece, batch, records, place, out)) add_copy(piece, batch, records, out);
    piece.ends = kept(slabs_, ends_.data(), ends_.size());
    piece.keys = kept(slabs_, keys_.data(), keys_.size());
    piece.key_ends = kept(slabs_, key_ends_.data(), key_ends_.size());
    pieces_.push_back(piece);
    records_ += piece.count;
    record_bytes_ += ends_.back();
}

/// Records whose bytes stay where they are need not be copied. False: that's not so.
bool HeldPieces::add_lasting(Piece& piece, const Batch& batch, Records records, const Place& place,
                             const Writer& out) {
    if (place.lasting.empty()) return false;
    const std::string_view as_is = out.kept_as_is(batch, records);
    const std::less<const char*> before;
    if (as_is.empty() || !out.lacking(batch, as_is).empty() || before(as_is.data(), place.text.data()) ||
        before(place.text.data() + place.text.size(), as_is.data() + as_is.size()))
        return false;
    const Layout& at = batch.layout();
    const uint32_t begin = at.raw_begin[records[0]];
    for (size_t i = 0; i < records.size(); ++i) ends_.push_back(at.raw_end[records[i]] - begin);
    const auto offset = static_cast<size_t>(as_is.data() - place.text.data());
    const std::string_view there = place.lasting.substr(offset, as_is.size());
    FileMap::keep_at_hand(there);
    piece.records = there.data();
    lasting_bytes_ += there.size();
    lasting_.push_back(there);
    return true;
}

void HeldPieces::add_copy(Piece& piece, const Batch& batch, Records records, const Writer& out) {
    out.aside(aside_).keep_each(batch, records, SIZE_MAX, ends_);
    if (auto newline = end_last_record(batch, out, aside_.bytes, ends_); !newline.empty()) {
        unended_ = place_of(piece.block, piece.first + piece.count - 1);
        newline_ = newline;
    }
    piece.records = kept(slabs_, aside_.bytes.data(), aside_.bytes.size());
}

void HeldPieces::clear() {
    slabs_.clear();
    pieces_.clear();
    lasting_.clear();
    records_ = record_bytes_ = lasting_bytes_ = 0;
}

void HeldPieces::give_back() {
    for (std::string_view part : lasting_) FileMap::let_go(part);
    clear();
    slabs_ = {};
}

void HeldPieces::take(HeldPieces&& other) {
    slabs_.take(std::move(other.slabs_));
    pieces_.insert(pieces_.end(), other.pieces_.begin(), other.pieces_.end());
    records_ += other.records_;
    record_bytes_ += other.record_bytes_;
    lasting_bytes_ += other.lasting_bytes_;
    lasting_.insert(lasting_.end(), other.lasting_.begin(), other.lasting_.end());
    if (other.unended_ != UINT64_MAX && (unended_ == UINT64_MAX || other.unended_ > unended_)) {
        unended_ = other.unended_;
        newline_ = other.newline_;
    }
    trailing_.insert(trailing_.end(), other.trailing_.begin(), other.trailing_.end());
    other.clear();
}

void HeldPieces::keep(const PieceSort& sort, std::vector<SortItem>& items, std::span<const Piece> whole) {
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
    records_ = pieces.size();
    for (Piece piece : whole) {
        const size_t size = piece.ends[piece.count - 1];
        piece.records = kept(fresh, piece.records, size);
        piece.keys = kept(fresh, piece.keys, piece.key_ends[piece.count - 1]);
        piece.ends = kept(fresh, piece.ends, piece.count);
        piece.key_ends = kept(fresh, piece.key_ends, piece.count);
        pieces.push_back(piece);
        records_ += piece.count;
        bytes += size;
    }
    slabs_ = std::move(fresh);
    lasting_.clear();
    lasting_bytes_ = 0;
    pieces_ = std::move(pieces);
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
