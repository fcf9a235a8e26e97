// Compressed frames in a temporary file that has no name, read back in any order.
#pragma once

#include "base/buffer.h"
#include "io/spool.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowkit {

/// Where a frame is.
struct Frame {
    uint64_t offset = 0;
    uint32_t packed = 0; // bytes in the file
    uint32_t plain = 0;  // bytes in memory
};

/// Frames are added by one thread at a time; they are read by any number of threads once they are there.
class FrameFile {
public:
    /// `directory` as for Spool. Throws Error (exit 4), as the others do when the disk is full or fails.
    explicit FrameFile(const std::string& directory) : spool_(directory) {}

    /// Fewer than 2^32 bytes.
    Frame add(std::string_view plain);
    /// Bytes that are compressed already; no frame is said to be there.
    void add_as_is(std::string_view packed) {
        spool_.write(packed);
        end_ += packed.size();
    }
    /// Replaces what is in `plain`; `packed` is free to use.
    void read(const Frame& frame, Buffer& plain, Buffer& packed) const;

    uint64_t bytes() const { return end_; }
    /// Opened as a source, it gives what all frames hold.
    std::string path() const { return spool_.path(); }

private:
    Spool spool_;
    uint64_t end_ = 0;
};

} // namespace rowkit
