// The records that rowfreq writes: values with counts and shares.
#pragma once

#include "base/arena.h"
#include "ops/group_keys.h"
#include "stream/writer.h"

#include <string_view>
#include <vector>

namespace rowkit::ops {

/// How they look.
struct FrequencyLayout {
    size_t keys = 1;         // columns of a value
    std::string_view column; // its name is written before the value, unless it is null
    bool bounds = false;     // counts may be too low: how high they may be is written too
    uint64_t total = 0;      // of all counts
};

/// How often a value comes, and all that come before it together.
struct Frequency {
    uint64_t count;
    uint64_t before;
    uint64_t missed = 0; // at most so many more
};

/// Collects records and writes them. Used by one thread.
class FrequencyRows {
public:
    explicit FrequencyRows(const FrequencyLayout& layout)
        : layout_(layout), cells_(layout.keys + (layout.column.data() != nullptr) + 3 + layout.bounds) {}

    /// The key's bytes live until write().
    void add(const KeyBytes& key, const Frequency& frequency);
    /// The same for bytes that don't.
    void add_copy(KeyBytes key, const Frequency& frequency) {
        key.data = arena_.copy(key.text()).data();
        add(key, frequency);
    }
    /// All values that are left out, as one.
    void add_other(const Frequency& frequency);

    size_t size() const { return cells_.back().size(); }
    /// Writes what was added and forgets it.
    void write(Writer& out);

private:
    void add_counts(const Frequency& frequency);
    Cell share(uint64_t count);
    Cell number(uint64_t number);

    FrequencyLayout layout_;
    std::vector<std::vector<Cell>> cells_; // by column
    size_t at_ = 0;                        // of cells_
    Arena arena_;
    Buffer scratch_;
};

} // namespace rowkit::ops
