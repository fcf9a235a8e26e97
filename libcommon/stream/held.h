// Records held back in the form in which they will be written, until it is known whether they are wanted.
#pragma once

#include "base/buffer.h"
#include "base/slabs.h"
#include "stream/writer.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace rowkit {

/// A queue of records. 4 bytes a record beside the records' own; what has been let go of is freed piece by
/// piece.
class HeldRecords {
public:
    uint64_t size() const { return size_; }

    /// Puts these records of the batch, its last ones, at the end, as `out` would write them. What follows
    /// the last record of the input goes with that record.
    void add(const Batch& batch, Records records, const Writer& out);

    /// Lets go of the first `count`.
    void drop(uint64_t count) { let_go(count, nullptr); }
    /// Writes the first `count` and lets go of them.
    void write(uint64_t count, Writer& out) { let_go(count, &out); }

private:
    struct Piece {
        Buffer bytes;
        std::vector<uint32_t> ends; // of each record
        size_t first = 0;           // the first one still held
    };
    void let_go(uint64_t count, Writer* out);

    std::deque<Piece> pieces_;
    Piece spare_;
    uint64_t size_ = 0;
};

/// Records that are decided on one by one, in any order, and written in the order in which they came. About
/// 60 bytes a record beside the records' own; the memory of those let go of serves again once they are half
/// of all.
class SingleRecords {
public:
    /// Puts the records of a batch at the end; returns the number of the first, the others follow.
    uint64_t add(const Batch& batch, const Writer& out);
    /// What follows the last record of the input goes with that record.
    void add_trailing(const Batch& batch, const Writer& out);
    void drop(uint64_t number);
    void want(uint64_t number);

    /// Writes the wanted records before which there are no undecided ones.
    void write(Writer& out);

    /// Bytes in memory, roughly.
    uint64_t bytes() const { return texts_.used() + all_.size() * sizeof(Single); }

private:
    enum class State : uint8_t { open, wanted, dropped };
    struct Single {
        uint64_t number;
        const char* text; // in texts_
        uint32_t size;
        State state = State::open;
    };
    Single& find(uint64_t number);
    void let_go(const Single& single);
    void tidy();

    std::deque<Single> all_;
    Slabs texts_;
    uint64_t next_ = 0;
    uint64_t gone_ = 0;   // bytes of texts_ that nobody needs
    size_t dropped_ = 0;  // of all_
    Output scratch_;
    std::vector<uint32_t> ends_;
};

} // namespace rowkit
