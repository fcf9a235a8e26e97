// A run: records in the order of their keys, in compressed frames of a temporary file.
#pragma once

#include "base/slabs.h"
#include "io/frame_file.h"
#include "ops/piece.h"

#include <memory>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// A record in a run: no two have the same key and origin.
struct RunRecord {
    std::string_view key;
    uint64_t origin = 0; // its place in the input
    std::string_view bytes;
};

/// The order of the output.
inline bool comes_before(const RunRecord& a, const RunRecord& b) {
    const int order = compare_keys(a.key, b.key);
    return order ? order < 0 : a.origin < b.origin;
}

struct RunFrame {
    Frame at;
    RunRecord first; // without bytes
};

/// Reading it is thread-safe.
struct SortedRun {
    std::shared_ptr<FrameFile> file;
    std::vector<RunFrame> frames;
    Slabs keys; // of the frames' first records
};

/// Writes one run, record by record in order.
class RunWriter {
public:
    /// Frames will have about `frame_bytes` of plain bytes, at least one record.
    RunWriter(std::shared_ptr<FrameFile> file, size_t frame_bytes) : frame_bytes_(frame_bytes) {
        run_.file = std::move(file);
    }

    void add(const RunRecord& record);
    /// The next record begins a frame.
    void cut() {
        if (!plain_.empty()) end_frame();
    }
    SortedRun finish();

private:
    void end_frame();

    SortedRun run_;
    size_t frame_bytes_;
    Buffer plain_;
    RunRecord first_;
};

/// Reads the records of a run from `from` on (in the order of comes_before()); one thread.
class RunReader {
public:
    RunReader(const SortedRun& run, const RunRecord* from);

    bool at_end() const { return ended_; }
    /// No record follows this one.
    bool at_last() const { return at_ == plain_.size() && frame_ == run_->frames.size(); }
    /// Valid until next().
    const RunRecord& record() const { return record_; }
    void next();

private:
    void read_record();

    const SortedRun* run_;
    size_t frame_ = 0; // the one after that in plain_
    size_t at_ = 0;    // in plain_, behind the record
    bool ended_ = false;
    RunRecord record_;
    Buffer plain_, packed_;
};

} // namespace rowkit::ops
