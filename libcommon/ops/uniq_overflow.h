// Records with keys for which there was no room in memory: sorted by key, so that those that are alike come
// together.
#pragma once

#include "ops/spilled_records.h"

#include <functional>

namespace rowkit::ops {

class UniqOverflow {
public:
    /// `last`: of records with the same rank, the last is chosen, not the first. Others as for
    /// SpilledRecords.
    UniqOverflow(bool last, uint64_t memory, unsigned threads, const std::string& directory)
        : last_(last), records_(memory, threads, directory) {}

    /// `origin`: the record's number in the input.
    void add(std::string_view key, std::string_view rank, uint64_t origin, std::string_view record);

    /// Gives of each key the record with the least rank, and how many there are. The records are gone then.
    using Use = std::function<void(uint64_t origin, uint64_t count, std::string_view record)>;
    void choose(const Use& use);

private:
    bool last_;
    SpilledRecords records_;
    Buffer key_;
};

} // namespace rowkit::ops
