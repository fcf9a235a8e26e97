// Records of any number put into the order of their keys, past memory in temporary files.
#pragma once

#include "base/buffer.h"
#include "base/slabs.h"
#include "ops/run_merge.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// Keys are different from each other, and none is the beginning of another one. Used by one thread.
class SpilledRecords {
public:
    /// Holds about `memory` bytes, sorts with `threads`, and puts files into `directory` (as for Spool).
    SpilledRecords(uint64_t memory, unsigned threads, std::string directory)
        : memory_(memory), threads_(threads), directory_(std::move(directory)) {}

    /// Throws Error (exit 4) where a temporary file can't be written.
    void add(std::string_view key, std::string_view record);
    bool empty() const { return !file_ && keys_.empty() && pieces_.empty(); }

    /// All that was added, in runs few enough to be merged at once.
    std::vector<SortedRun> finish();
    size_t frame_bytes() const;

private:
    void end_piece();
    void write_run();

    uint64_t memory_;
    unsigned threads_;
    std::string directory_;
    Buffer keys_, records_;
    std::vector<uint32_t> key_ends_, ends_;
    Slabs slabs_;
    std::vector<Piece> pieces_;
    std::shared_ptr<FrameFile> file_;
    std::vector<SortedRun> runs_;
};

} // namespace rowkit::ops
