// Bad records: refused, or set aside so that they can be mended and replayed.
#pragma once

#include "codec/reader.h"
#include "io/sink.h"
#include "stream/settings.h"

#include <memory>
#include <string>
#include <string_view>

namespace rowkit {

/// Takes the bad records of a run in input order. Used by one thread at a time.
class BadRecords {
public:
    explicit BadRecords(const Settings& settings) : settings_(settings) {}

    /// `text`: the block; `line`: that of the block's first byte, from 1; `offset`: of the block in the input.
    /// Throws Error (exit 3) where bad records fail the run, or there have been too many.
    void add(const BadRecord& bad, std::string_view text, const std::string& file, uint64_t line, uint64_t offset);

    /// At the end of a run of `records` good records: checks --max-bad's percentage, commits the rejects.
    void finish(uint64_t records);

    uint64_t count() const { return count_; }

private:
    const Settings& settings_;
    std::unique_ptr<Sink> rejects_;
    uint64_t count_ = 0;
    std::string first_; // "trips.csv:18: reason"
};

} // namespace rowkit
