// Records held for sorting, with their keys, as one worker takes them.
#pragma once

#include "base/slabs.h"
#include "ops/piece_sort.h"
#include "ops/record_keys.h"
#include "stream/stage.h"

#include <string>
#include <vector>

namespace rowkit::ops {

/// What stands behind the last record of a file: blank lines and comments.
struct Trailing {
    uint64_t block;
    std::string bytes;
};

/// A last record without newline gets one, since another may come to stand behind it. It is the last of those
/// in `written`, which such a writer wrote and which end where `ends` says. Returns the newline that was
/// added; empty: none.
std::string_view end_last_record(const Batch& batch, const Writer& writer, Buffer& written,
                                 std::vector<uint32_t>& ends);

/// Takes batches and keeps records as they will be written. Used by one thread.
class HeldPieces {
public:
    /// Adds these records of a batch. `notes` as for RecordKeys.
    void add(const Batch& batch, Records records, const Place& place, RecordKeys& keys, const Writer& out,
             Writer* notes = nullptr);

    /// Bytes held, with what sorting them will take.
    uint64_t bytes() const { return slabs_.used() + lasting_bytes_ + records_ * 16; }
    uint64_t records() const { return records_; }
    uint64_t record_bytes() const { return record_bytes_; }
    const std::vector<Piece>& pieces() const { return pieces_; }

    /// Forgets the records, but not what is known of the input's end.
    void clear();
    /// The same, and gives the memory back.
    void give_back();
    /// Takes over what another worker held.
    void take(HeldPieces&& other);
    /// Drops all records but these, items of a sort of some pieces, and those of the pieces after them,
    /// `whole`.
    void keep(const PieceSort& sort, std::vector<SortItem>& items, std::span<const Piece> whole);
    /// Drops what is of later blocks.
    void drop_after(uint64_t block);
    /// Puts the pieces into the order of the input.
    void put_in_order();

    /// The place (block and record) of the one record that had no newline in the input; UINT64_MAX: all had.
    uint64_t unended() const { return unended_; }
    /// The newline that was given to it.
    std::string_view newline() const { return newline_; }
    void drop_trailing() { trailing_.clear(); }
    const std::vector<Trailing>& trailing() const { return trailing_; }

private:
    bool add_lasting(Piece& piece, const Batch& batch, Records records, const Place& place,
                     const Writer& out);
    void add_copy(Piece& piece, const Batch& batch, Records records, const Writer& out);

    Slabs slabs_;
    std::vector<Piece> pieces_;
    uint64_t records_ = 0, record_bytes_ = 0;
    std::vector<std::string_view>
        lasting_; // of the records, those that are not in slabs_: parts of a FileMap
    uint64_t lasting_bytes_ = 0;
    uint64_t block_ = UINT64_MAX; // of the last batch
    uint32_t in_block_ = 0;       // records it had so far
    uint64_t unended_ = UINT64_MAX;
    std::string newline_;
    std::vector<Trailing> trailing_;
    Output aside_;
    std::vector<uint32_t> ends_;
    Buffer keys_;
    std::vector<uint32_t> key_ends_;
};

} // namespace rowkit::ops
