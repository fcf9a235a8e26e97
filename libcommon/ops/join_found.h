// What a join past memory found for the records of the stream, in the stream's order.
#pragma once

#include "base/slabs.h"
#include "ops/join_parts.h"
#include "ops/run_merge.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// The key of what was found for a record of the stream. Built records of one key come in the order of their file.
struct FoundKey {
    char bytes[sizeof(uint64_t)];

    explicit FoundKey(uint64_t place) {
        place = __builtin_bswap64(place);
        std::memcpy(bytes, &place, sizeof place);
    }
    std::string_view text() const { return {bytes, sizeof bytes}; }
};

/// Looks up the records of one batch after another. Used by one thread.
class FoundReader {
public:
    /// `runs`: FoundKeys with rows; they outlive it.
    explicit FoundReader(std::span<const SortedRun> runs) : runs_(runs) {}

    /// The next records asked for stand from place `first` to `last`, ascending.
    void start(uint64_t first, uint64_t last);
    /// Goes to the record at a place; has_row() then says whether there is a row for it, and row() gives it and goes on.
    void go_to(uint64_t place);
    bool has_row() const { return !merge_->at_end() && merge_->record().key == key_.text(); }
    /// Valid until release(); null where only its being there counts.
    const char* row();

    bool should_release() const { return held_.used() > (1 << 20); }
    void release() { held_.clear(); }

private:
    std::span<const SortedRun> runs_;
    std::optional<RunMerge> merge_;
    FoundKey key_{0}, end_{0};
    RunRecord from_, to_;
    Slabs held_;
};

} // namespace rowkit::ops
