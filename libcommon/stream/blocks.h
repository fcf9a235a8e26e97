// A source cut into blocks of whole records.
#pragma once

#include "base/buffer.h"
#include "codec/reader.h"
#include "io/source.h"
#include "stream/read_ahead.h"

#include <exception>
#include <memory>

namespace rowkit {

/// A run of whole records.
struct Block {
    Buffer text;         // text.size() bytes of whole records; more may lie behind them
    uint64_t offset = 0; // of its first byte in the (decoded) input
    uint64_t counted = 0; // records that were counted without being read, in place of text
    bool last = false;   // nothing follows it
    bool pause = false;  // the input is waiting for its producer: what this gives is to be sent on
};

/// Reads a source block by block into pooled buffers. Used by one thread at a time.
class BlockReader {
public:
    /// `block_size`: bytes that a block holds where records are shorter; `most`: what a record may hold.
    BlockReader(std::unique_ptr<Source> source, BufferPool& pool, size_t block_size, size_t most);

    /// The first bytes, at least one unless the input is empty. Valid until the next call.
    std::string_view peek();
    /// Reads on into the peeked bytes. False where nothing more comes, or nothing soon (`patience` ms).
    /// Throws Error (exit 3) where there are too many; `what` is then said to be too long.
    bool peek_more(int patience_ms, std::string_view what = "a record");
    bool at_end() const { return end_; }
    /// What has been read and not been given.
    std::string_view rest() const { return text_.view(); }
    /// How long is waited in all, while there are records, before a block says `pause`; nothing, if left out.
    void be_patient(int ms) { patience_ms_ = ms; }
    /// Drops the first bytes: the head of the file.
    void drop(size_t bytes);

    /// From now on put() brings what comes next of a regular file, until next() must read on by itself, as
    /// reads_itself() tells.
    void wait_for_chunks() { reads_itself_ = false; }
    bool reads_itself() const { return reads_itself_; }
    /// Where in the (decoded) input the bytes are that come next.
    uint64_t position() const { return offset_ + text_.size(); }
    /// Takes the bytes at position().
    void put(Chunk chunk);
    /// Whether what chunks guess is mostly right.
    bool wants_guesses() const { return guesses_ >= 0; }
    /// Bytes taken so far from the file or pipe below, for progress.
    uint64_t consumed() const { return reads_itself_ ? source_->consumed() : position(); }

    /// Goes on at this offset of a regular file, which is a record's start. False where that can't be.
    bool pass_to(uint64_t offset);

    /// The next block. False at the end; a block may be empty (then it only says `pause`).
    bool next(Splitter& splitter, Block& block);

    Source& source() { return *source_; }
    /// Bytes of the input that were given out or dropped so far.
    uint64_t offset() const { return offset_; }
    size_t block_size() const { return block_size_; }
    void set_block_size(size_t bytes) { block_size_ = bytes; }
    size_t most() const { return most_; }

private:
    size_t fill(size_t room);
    void read_itself();
    size_t guessed_end(Splitter& splitter);

    std::unique_ptr<Source> source_;
    BufferPool& pool_;
    size_t block_size_;
    size_t most_;
    Buffer text_;          // what has been read and not given out
    Buffer spare_;         // for the next rest, where next() does not read itself
    bool reads_itself_ = true;
    size_t first_end_ = 0, last_end_ = 0; // of text_, as Chunk says
    int guesses_ = 0;                     // that were right, less those that were wrong
    uint64_t offset_ = 0;  // of text_
    bool end_ = false;
    std::exception_ptr failure_; // of the source; thrown when all before it has been given out
    bool paused_ = false;  // the last block said so
    bool first_ = true;    // no block has been given out
    int patience_ms_ = 0;  // what is left of it
};

} // namespace rowkit
