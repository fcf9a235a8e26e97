// Which records of each group `-n` and `--by` of rowhead and rowtail ask for.
#pragma once

#include "base/arena.h"
#include "ops/group_table.h"
#include "stream/group_key.h"
#include "stream/held.h"
#include "stream/writer.h"

#include <string>
#include <string_view>
#include <vector>

namespace rowkit::ops {

struct Portion {
    enum Kind : uint8_t {
        first,        // the first `count` records
        from,         // all from record number `count` on, counted from 1
        last,         // the last `count`
        all_but_last, // all but the last `count`
    };
    Kind kind = first;
    uint64_t count = 10;

    /// Reads "10", "-10" or "+10": bare it is `bare`, with a minus sign `negative`, with a plus sign `from`.
    /// Throws Error (exit 2).
    static Portion parse(std::string_view text, Kind bare, Kind negative);

    bool nothing() const { return count == 0 && (kind == first || kind == last); }
};

/// Takes a stream batch by batch and writes a portion of each group of records whose key columns have the
/// same text. Output is in input order. Memory grows with the number of groups, under `last` and
/// `all_but_last` with the records held for each.
class GroupedPortionScan {
public:
    /// `memory`: bytes that may be held.
    GroupedPortionScan(const Portion& portion, std::string_view columns, const ResolveOptions& options,
                       uint64_t memory)
        : portion_(portion), key_(columns, options), memory_(memory) {}

    Demand demand() const { return key_.demand(); }
    void open(const Header& header) { key_.open(header); }
    bool take(const Batch& batch, Writer& out);
    void finish(Writer& out);

private:
    /// The records that are held of a group: a ring once there are as many as are asked for.
    struct Held {
        uint64_t size = 0, oldest = 0;
        uint64_t first = 0;         // the number of the record at place 0
        std::vector<uint64_t> more; // at the other places

        uint64_t& at(uint64_t place) { return place ? more[place - 1] : first; }
        void push(uint64_t number);
    };
    bool is_counted() const { return portion_.kind == Portion::first || portion_.kind == Portion::from; }
    void find_groups(const Batch& batch);
    void take_counted(const Batch& batch, Writer& out);
    void take_held(const Batch& batch, Writer& out);
    void check_memory() const;

    Portion portion_;
    GroupKey key_;
    uint64_t memory_;
    GroupTable table_;
    std::vector<uint64_t> seen_; // by group: its records; of `first` and `from`
    std::vector<Held> held_;     // by group; of the others
    uint64_t more_held_ = 0;     // of all groups, those not in Held itself
    SingleRecords singles_;
    bool wrote_last_ = false;
    uint64_t records_ = 0;
    Arena arena_;
    std::vector<KeyBytes> keys_;     // of a batch
    std::vector<uint32_t> group_of_; // too
};

} // namespace rowkit::ops
