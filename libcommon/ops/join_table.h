// The built side of a join: all its records in memory, found by their keys.
#pragma once

#include "base/slabs.h"
#include "codec/batch.h"
#include "codec/header.h"
#include "ops/group_keys.h"
#include "ops/join_places.h"
#include "ops/sharded_keys.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rowkit::ops {

/// Records as their cells, one after another: 5 bytes a cell beside its own, and one more. A row is where one
/// lies.
class CellRows {
public:
    explicit CellRows(size_t columns) : columns_(columns) {}

    /// Appends these columns of a record to `out`.
    static void append(const Batch& batch, size_t record, std::span<const uint32_t> columns, Buffer& out);

    /// Calls use(column, cell) for the first `count` cells of a row.
    template <class Use>
    void each(const char* row, size_t count, const Use& use) const {
        const char* forms = row + columns_ * sizeof(uint32_t);
        const char quote = forms[columns_];
        const char* bytes = forms + columns_ + 1;
        uint32_t begin = 0;
        for (size_t i = 0; i < count; ++i) {
            uint32_t end;
            std::memcpy(&end, row + i * sizeof end, sizeof end);
            use(i, Cell{bytes + begin, end - begin, static_cast<Form>(forms[i]), quote});
            begin = end;
        }
    }

    /// All of a row.
    std::string_view bytes(const char* row) const {
        uint32_t end = 0;
        if (columns_) std::memcpy(&end, row + (columns_ - 1) * sizeof end, sizeof end);
        return {row, columns_ * (sizeof end + 1) + 1 + end};
    }

private:
    size_t columns_;
};

/// What one thread has read of the built side.
struct JoinPieces {
    struct Piece {
        uint64_t block = 0;
        std::vector<KeyBytes> keys;    // in key_bytes
        std::vector<const char*> rows; // in row_bytes; none where only keys count
        JoinSpans spans;               // with texts in row_bytes; none where only keys count
    };
    std::vector<Piece> pieces;
    Slabs key_bytes, row_bytes;
};

/// Records numbered as they stood in their file, by key. Immutable once made, but for the marks.
class JoinTable {
public:
    struct Options {
        size_t key_parts = 0;
        bool null_keys = false; // null keys can be found
        bool marks = false;     // which records were found will be asked
        unsigned threads = 1;   // that make it
    };

    JoinTable(std::vector<JoinPieces> pieces, const Options& options);

    uint32_t records() const { return static_cast<uint32_t>(records_); }
    size_t groups() const { return keys_.size(); }
    const ShardedKeys& keys() const { return keys_; }

    /// The records of a group, as they stood in the file.
    std::span<const uint32_t> of_group(uint32_t group) const {
        return {members_.data() + starts_[group], starts_[group + 1] - starts_[group]};
    }

    const char* row(uint32_t record) const { return rows_[record]; }

    /// The first record that has the key of one before it.
    struct Second {
        uint32_t group, first, second;
    };
    std::optional<Second> second_of_key() const;

    /// What a record takes beside its bytes while the table is made, roughly. Of `points`: each is held.
    static constexpr uint64_t bytes_a_record(size_t points) {
        // A key while it is read, its entry in the table and its slot, the record's numbers.
        return sizeof(KeyBytes) + 48 + 4 * 8 + 4 * sizeof(uint32_t) + 2 * sizeof(char*) +
               points * 2 * sizeof(JoinPoint);
    }

    /// Says that a record has been found. Thread-safe.
    void mark(uint32_t record) const {
        std::atomic_ref<uint8_t> mark(marks_[record]);
        if (!mark.load(std::memory_order_relaxed)) mark.store(1, std::memory_order_relaxed);
    }
    bool marked(uint32_t record) const { return marks_[record] != 0; }

    /// Where records have a point or a span.
    const JoinPlaces& places() const { return *places_; }

private:
    struct Share;
    static size_t count_records(const std::vector<JoinPieces>& all);
    void find_groups(std::span<const JoinPieces::Piece* const> pieces, const Options& options, size_t shard,
                     Share& share);
    void list_members(std::vector<Share>& shares, unsigned threads);

    size_t records_;
    std::vector<Slabs> slabs_;
    ShardedKeys keys_;
    std::vector<uint32_t> starts_, members_; // of a group: members_[starts_[group]] and on
    std::vector<const char*> rows_;
    mutable std::vector<uint8_t> marks_;
    std::optional<JoinPlaces> places_;
    uint32_t most_in_group_ = 0;
};

} // namespace rowkit::ops
