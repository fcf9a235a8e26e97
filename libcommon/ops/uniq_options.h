// What rowuniq is asked for.
#pragma once

#include "ops/sort_key.h"
#include "ops/spill_limits.h"

#include <optional>
#include <string>

namespace rowkit::ops {

struct UniqOptions {
    enum Keep : uint8_t { first, last, best };
    std::string columns; // that make records alike
    bool whole = false;  // all columns do; JSON objects are alike if their texts are
    Keep keep = first;
    std::optional<SortKeys> rank; // the best is what comes first by this
    bool repeated = false;        // only of keys that more than one record has
    bool single = false;          // only records with a key that no other has
    std::string count;            // a column for the number of records, put first; empty: none
    std::string number;           // keep all records, and number those with a key in such a column
    bool sorted = false;          // records that are alike follow each other
    bool optional = false;        // an unknown column is null
    SpillLimits limits;

    /// Nothing is known of a kept record before all have been seen.
    bool holds() const { return keep != first || repeated || single || !count.empty(); }
    /// How many bytes of keys, and of records held with them, are to stay in memory.
    uint64_t memory_for_keys() const;
    /// Of a key that `count` records have.
    bool wants(uint64_t count) const { return (!repeated || count > 1) && (!single || count == 1); }
    /// Plain bytes of a frame in a temporary file: many of these are in memory at once.
    size_t frame_bytes() const;

    /// Stands for a count or a number that is not known yet. It has all digits, so that it is quoted where
    /// any number has to be. What comes before it in a record is the format's marks and the column's name.
    std::string to_be_numbered = "9876543210";
    /// Makes that one that is not found in such a name.
    void avoid(std::string_view name);
};

} // namespace rowkit::ops
