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

/// The key of what was found for a record of the stream. Built records of one key come in the order of their
/// file.
struct FoundKey {
    char bytes[sizeof(uint64_t)];

    explicit FoundKey(uint64_t place) {
        place = __builtin_bswap64(place);
        std::memcpy(bytes, &place, sizeof place);
    }
    std::string_view text() const { return {bytes, sizeof bytes}; }
};

/// What was found, by the records of the stream. Reading it is thread-safe.
struct FoundRuns {
    std::vector<SortedRun> runs; // FoundKeys with a row each, or with many, which stand elsewhere
    std::vector<SortedRun> many; // rows that are found together, once for all who find them
};

/// What stands behind a FoundKey: a mark, and the row or the number of many.
constexpr char one_row = 'r', many_rows = 'm';

/// Looks up the records of one batch after another. Used by one thread.
class FoundReader {
public:
    /// `found` outlives it.
    explicit FoundReader(const FoundRuns& found) : found_(found) {}

    /// The next records asked for stand from place `first` to `last`, ascending.
    void start(uint64_t first, uint64_t last);
    /// Goes to the record at a place; has_row() then says whether there is a row for it, and row() gives it
    /// and goes on.
    void go_to(uint64_t place);
    bool has_row() const { return many_ || (!merge_->at_end() && merge_->record().key == key_.text()); }
    /// Valid until release().
    const char* row();

    bool should_release() const { return held_.used() > (1 << 20); }
    void release() { held_.clear(); }

private:
    const FoundRuns& found_;
    std::optional<RunMerge> merge_;
    std::optional<RunReader> many_; // the rows of the one before
    FoundKey key_{0}, end_{0};
    RunRecord from_, to_;
    Slabs held_;
};

} // namespace rowkit::ops
