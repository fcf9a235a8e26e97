// How often values come, with their shares.
#pragma once

#include "ops/approx_counts.h"
#include "ops/frequency_rows.h"
#include "ops/group_output.h"
#include "ops/spilled_counts.h"
#include "stream/select.h"
#include "stream/settings.h"

#include <optional>
#include <string>
#include <vector>

namespace rowkit::ops {

/// What is counted, and what of it is written.
struct FrequencyOptions {
    std::string columns;
    bool each = false;     // every column by itself, not their combinations
    bool approx = false;   // in bounded memory: batches come in order, to next()
    uint64_t top = 0;      // only the most frequent ones; 0: all
    bool other = false;    // what is left out then, as one record
    bool optional = false; // an unknown column is passed over
    SpillLimits limits;
};

/// Counts values (a NotingFolder of stream/shapes.h) and writes them, the most frequent first, of equally
/// frequent ones the one that came first.
class Frequencies {
public:
    struct State {                                         // of one worker
        std::vector<std::unique_ptr<GroupWorker>> workers; // by table
    };

    /// Throws Error (exit 2) for a text that is no list of columns.
    explicit Frequencies(FrequencyOptions options);

    Demand demand() const;
    /// Throws Error (exit 2) for an unknown column.
    Header open(const Header& in);

    /// Throws Error (exit 4) where a temporary file can't be written.
    void add(State& state, const Batch& batch, const Place& place, Writer& notes) const;
    void merge(State&& one);
    void next(const Batch& batch, const Place& place);
    void finish(const Writer& out);
    /// A part of the output; false: there is none of that number.
    bool part(uint64_t number, Writer& out) const;

private:
    /// One column's values, or the combinations of several columns'.
    struct Table {
        std::string name; // of its column
        GroupPlan plan;
        std::unique_ptr<GroupOutput> groups;
        std::unique_ptr<ApproxCounts> approx;   // in their place
        std::unique_ptr<SpilledCounts> spilled; // after them
        struct Row {
            uint64_t count;
            uint64_t before; // counts of the rows before it
            uint32_t group;  // of groups, or approx
        };
        std::vector<Row> rows;
        uint64_t total = 0; // of all counts
        uint64_t left = 0;  // of those that are not written

        KeyBytes key(uint32_t group) const { return approx ? approx->key(group) : groups->key(group); }
        uint64_t parts() const;
    };
    void finish(Table& table, const Writer& out) const;
    static void sort_by_count(std::vector<Table::Row>& rows);
    void put_in_order(Table& table) const;
    void write(const Table& table, uint64_t part, Writer& out) const;

    FrequencyOptions options_;
    Selection selection_;
    Header header_;
    std::shared_ptr<GroupBudget> budget_;
    std::vector<std::unique_ptr<Table>> tables_;
};

} // namespace rowkit::ops
