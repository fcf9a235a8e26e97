// A regular file read by the workers themselves, side by side.
#pragma once

#include "base/buffer.h"
#include "codec/reader.h"
#include "io/source.h"

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace rowkit {

/// Bytes of a file, in the hands of the worker that read them, which shall have the block that is made of
/// them.
struct Chunk {
    Buffer bytes;               // none: there was nothing left to read
    std::exception_ptr failure; // of reading; what was read before it is in `bytes`
    bool whole = true;          // as many bytes as there were to be
    // A guess, where they are not 0: if `bytes` up to the first offset ends a record, then up to the last
    // one, too, and none after it.
    size_t first_end = 0, last_end = 0;
    uint64_t number = 0;
    uint64_t round = 0; // of ReadAhead::begin()
    explicit operator bool() const { return round != 0; }
};

/// Gives each worker that asks the next chunk of a file to read. The workers read at the same time, and hand
/// their chunks in one after another, in the order of the file: what must be done in order, finding where
/// records end, is then done with bytes that are there, and in the cache of the processor that goes on with
/// them. Thread-safe.
class ReadAhead {
public:
    /// `workers`: how many may ask at once.
    ReadAhead(BufferPool& pool, unsigned workers) : pool_(pool), turns_(workers) {}

    /// A file that Source::read_at() can read, and its format.
    struct File {
        const Source& source;
        const Reader& reader;
        std::shared_ptr<const void> owner; // keeps both
    };
    /// Begins to give out its bytes [from, to), in chunks.
    void begin(File file, uint64_t from, uint64_t to, size_t chunk_bytes);
    /// Gives out no more of them; chunks that were not handed in are not wanted.
    void end();
    /// Waits no more, for anything.
    void stop();

    /// Reads a chunk, and waits until it, or where there was none left to read, what follows all of them, is
    /// next.
    Chunk read();
    /// Whether it still is, to be asked by whoever can call begin() and end(). If not, it is to be dropped.
    bool is_next(const Chunk& chunk) const;
    /// Tells that a chunk has been handed in; the next one may come. `guess`: whether later ones shall guess
    /// ends.
    void handed_in(bool guess);

private:
    BufferPool& pool_;
    mutable std::mutex mutex_;
    std::optional<File> file_;
    uint64_t from_ = 0, to_ = 0; // what has not been given out
    size_t chunk_bytes_ = 0;
    uint64_t round_ = 0;
    uint64_t given_ = 0, handed_in_ = 0; // chunks of this round
    bool guess_ = true;
    bool stopped_ = false;
    std::vector<std::condition_variable> turns_; // chunk n waits for n % size
    std::condition_variable end_;                // who has no chunk waits for this
};

} // namespace rowkit
