// Bad records: refused, or set aside so that they can be mended and replayed.
#pragma once

#include "codec/reader.h"
#include "io/sink.h"
#include "stream/settings.h"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace rowkit {

/// Takes the bad records of a run in input order; of several runs as they come. Thread-safe.
class BadRecords {
public:
    /// Throws Error (exit 4) where the file of rejects can't be written.
    explicit BadRecords(const Settings& settings, unsigned runs = 1);

    /// `text`: the block; `line`: that of the block's first byte, from 1; `offset`: of the block in the
    /// input. Throws Error (exit 3) where bad records fail the run, or there have been too many.
    void add(const BadRecord& bad, std::string_view text, const std::string& file, uint64_t line,
             uint64_t offset);

    /// At the end of a run of `records` good records; of the last one: checks --max-bad's percentage, commits
    /// the rejects.
    void finish(uint64_t records);

    uint64_t count() const;

private:
    const Settings settings_;
    mutable std::mutex mutex_;
    std::unique_ptr<Sink> rejects_;
    unsigned runs_; // that have not ended
    uint64_t records_ = 0; // good ones of those that have
    uint64_t count_ = 0;
    std::string first_; // "trips.csv:18: reason"
};

} // namespace rowkit
