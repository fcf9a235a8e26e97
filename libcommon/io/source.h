// Where bytes come from: a file, a pipe, a decompressor or a transcoder, one interface.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace rowkit {

class FileMap;

/// A stream of bytes. Used by one thread at a time; calls need not come from the same thread.
class Source {
public:
    virtual ~Source() = default;

    /// Reads up to `room` (>= 1) bytes to `into`; blocks until at least one is there. 0 means the end.
    /// Throws Error: exit 4 for a failed read, exit 3 for a compressed stream that is cut short or corrupt.
    virtual size_t read(char* into, size_t room) = 0;

    /// True where read() would return without waiting for a producer (data is there, or the end).
    /// What was read before is sent on when this says false.
    virtual bool ready() = 0;

    /// Bytes taken so far from the file or pipe below (before decompression), for progress.
    virtual uint64_t consumed() const = 0;

    /// The size of the file below, where it is a regular file.
    virtual std::optional<uint64_t> total() const = 0;

    /// Reads up to `room` bytes at `offset` of a regular file whose bytes are those of the source one to one,
    /// without moving the place of the next read; 0 at the end, nullopt where that can't be. Thread-safe.
    /// Throws as read().
    virtual std::optional<size_t> read_at(uint64_t offset, char* into, size_t room) const {
        (void)offset, (void)into, (void)room;
        return std::nullopt;
    }

    /// All bytes of such a file in memory, which outlives the source; null where that can't be (see
    /// FileMap::of).
    virtual std::shared_ptr<const FileMap> map() const { return nullptr; }

    /// Sets the place of the next read, where bytes are those of a regular file one to one; else false.
    virtual bool seek(uint64_t offset) = 0;
};

struct SourceOptions {
    std::string name{};     // what errors call it; empty: the path
    std::string encoding{}; // as iconv names it; empty: UTF-8, or UTF-16 by its BOM
    unsigned threads = 1;   // for decompressing frames side by side
    int watch_output = -1; // a descriptor: when its reader goes away while read() waits, ReaderGone is thrown
};

/// Opens `path` ("-" is standard input), undoes zstd and gzip by their magic bytes, and transcodes to UTF-8.
/// A UTF-8 BOM is left in place: it belongs to the dialect. Throws Error: exit 4 where it can't be opened,
/// exit 2 for a terminal as standard input and for an unknown encoding.
std::unique_ptr<Source> open_source(const std::string& path, const SourceOptions& options);

} // namespace rowkit
