// Of records that are alike in some columns: the first, the last or the best, how many there are, or which
// one each is.
#pragma once

#include "base/slabs.h"
#include "ops/group_table.h"
#include "ops/record_keys.h"
#include "ops/run_merge.h"
#include "ops/uniq_overflow.h"
#include "stream/group_key.h"
#include "stream/settings.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowkit::ops {

/// Stands for a count that is not known yet; nothing that is not ours comes before it in a record.
constexpr std::string_view to_be_counted = "9876543210";

struct UniqOptions {
    enum Keep : uint8_t { first, last, best };
    std::string columns; // that make records alike
    bool whole = false;  // all columns do; JSON objects are alike if their texts are
    Keep keep = first;
    std::optional<SortKeys> rank; // the best is what comes first by this
    bool repeated = false;        // only of keys that more than one record has
    bool single = false;          // only of keys that one record has
    std::string count;            // a column for the number of records, put first; empty: none
    std::string number;           // keep all records, and number those with a key in such a column
    bool sorted = false;          // records that are alike follow each other
    bool optional = false;        // an unknown column is null
    uint64_t memory = 0;          // bytes
    unsigned threads = 1;
    std::string tmpdir;

    /// Memory, threads and so on from the command line's settings.
    void take(const Settings& settings);
    /// Nothing is known of a kept record before all have been seen.
    bool holds() const { return keep != first || repeated || single || !count.empty(); }
};

/// A TurnTaker of stream/shapes.h. Records come out in the order of the input.
class UniqRecords {
public:
    /// What one worker finds out about a batch.
    struct Look {
        std::optional<GroupKey> key;
        std::optional<RecordKeys> ranks;
        Arena arena;
        std::vector<KeyBytes> keys;
        Output aside; // the records as they will be written, where they are to be held
        std::vector<uint32_t> ends;
        std::string_view newline; // that the last one was given
        Buffer rank_bytes;
        std::vector<uint32_t> rank_ends;
    };

    explicit UniqRecords(UniqOptions options);

    Demand demand() const;
    /// Throws Error (exit 2) for an unknown column.
    Header open(const Header& header);
    void look(Look& look, const Batch& batch, const Writer& out) const;
    /// Throws Error (exit 4) where a temporary file can't be written, or numbers don't fit in memory.
    void decide(const Look& look, const Batch& batch, Writer& out);
    void finish();
    bool part(uint64_t number, Writer& out) const;

private:
    /// What is held of a key.
    struct Held {
        uint64_t count = 0;
        uint64_t origin = 0;         // number of the record
        const char* bytes = nullptr; // its rank, then itself
        uint32_t rank = 0, size = 0, room = 0;
    };
    std::string_view columns() const { return options_.whole ? "*" : std::string_view(options_.columns); }
    void find_groups(const Look& look);
    void keep_first(const Batch& batch, Writer& out) const;
    void number_all(const Batch& batch, Writer& out);
    void hold(const Look& look, Writer& out);
    void replace(Held& held, std::string_view rank, std::string_view record);
    bool wanted(uint64_t count) const;
    void write(const Held& held, bool last, Writer& out) const;
    void write_merged(uint64_t part, Writer& out) const;
    std::string_view counted(std::string_view record, uint64_t count, Buffer& made) const;
    void check_memory();
    void compact();
    void overflow(const Look& look, const Batch& batch, const Writer& out);
    void finish_overflow();
    void encode(Look& look, const Batch& batch, const Writer& out) const;

    UniqOptions options_;
    GroupKey key_;
    Header header_;
    GroupTable table_;
    std::string previous_;          // where `sorted`: the key of the record seen last
    bool any_ = false;              // there was one
    std::vector<uint32_t> groups_;  // of the batch's records; where `sorted`, 0
    std::vector<char> fresh_;       // whether each is the first of its group
    std::vector<uint64_t> numbers_; // of records so far, by group
    std::vector<Held> held_;        // by group; where `sorted`, only that of the last one
    Slabs slabs_;                   // what is held
    uint64_t live_ = 0;             // bytes of it that are not outdated
    uint64_t records_ = 0;
    uint64_t unended_ = UINT64_MAX; // the record that had no newline
    std::string newline_, trailing_;
    std::vector<const Held*> order_;         // what is to be written
    std::unique_ptr<UniqOverflow> overflow_; // where no more keys fit
    std::unique_ptr<MergeParts> merged_;     // what is to be written then
};

} // namespace rowkit::ops
