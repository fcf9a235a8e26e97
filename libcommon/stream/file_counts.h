// Numbers of records, by file.
#pragma once

#include "codec/header.h"
#include "stream/writer.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace rowkit {

/// Counts for each file of the command line. Counting is thread-safe.
class FileCounts {
public:
    explicit FileCounts(std::vector<std::string> files) : files_(std::move(files)), counts_(files_.size()) {}

    void add(size_t file, uint64_t records) { counts_[file].fetch_add(records, std::memory_order_relaxed); }
    uint64_t total() const;

    /// The columns of write().
    static Header header();
    /// A record for each file, and one for the total.
    void write(Writer& out) const;
    /// The total alone, as a line.
    void write_total(Writer& out) const;
    /// The names of the files with any, as lines.
    void write_names(Writer& out) const;

private:
    std::vector<std::string> files_;
    std::vector<std::atomic<uint64_t>> counts_;
};

} // namespace rowkit
