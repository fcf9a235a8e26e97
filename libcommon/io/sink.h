// Where bytes go: standard output, or a file that appears only when all went well; compressed or not.
#pragma once

#include "base/buffer.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rowkit {

/// Takes the output in order. Used by one thread at a time. A sink that is destroyed without commit()
/// leaves no file behind.
class Sink {
public:
    virtual ~Sink() = default;

    /// Writes all bytes. Throws Error (exit 4) on failure, ReaderGone when the reader went away.
    virtual void write(std::string_view bytes) = 0;

    /// The same for bytes of a buffer that stay as they are until take_back() is called with it.
    virtual void write_lasting(std::string_view bytes) { write(bytes); }
    /// Gives `buffer` to `home` as soon as what was written of it is not needed any more.
    virtual void take_back(Buffer&& buffer, BufferPool& home) { home.give_back(std::move(buffer)); }

    /// Sends on what is held back, since the input is pausing.
    virtual void flush() = 0;

    /// The end of the data: writes what is left, syncs, renames into place. Throws as write() does.
    virtual void commit() = 0;

    /// Bytes that left the process so far.
    virtual uint64_t written() const = 0;
};

enum class Compression { none, zstd, gzip, by_suffix };

struct SinkOptions {
    std::string path;                                 // empty or "-": standard output
    Compression compression = Compression::by_suffix; // by_suffix: .zst, .gz; none for standard output
    int level = 0;                                    // 0: the codec's default
    unsigned threads = 0; // for compressing frames side by side; 0: all that are usable
};

std::unique_ptr<Sink> open_sink(const SinkOptions& options);

} // namespace rowkit
