// Which records of a stream the `-n` of rowhead and rowtail asks for, and the passing on of just those.
#pragma once

#include "stream/group_key.h"
#include "stream/held.h"
#include "stream/writer.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rowkit {

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

/// Takes a stream batch by batch and writes a portion of it. What may yet turn out to be wanted is held as it will be
/// written: no more than `count` records.
class PortionScan {
public:
    explicit PortionScan(const Portion& portion) : portion_(portion) {}

    /// False: no more is wanted.
    bool take(const Batch& batch, Writer& out);
    void finish(Writer& out);

private:
    Portion portion_;
    uint64_t passed_ = 0;   // of `first` and `from`: records seen
    bool wrote_last_ = false; // the last record seen was written
    HeldRecords held_;
};

/// The same for each group of records whose key columns have the same text. Output is in input order. Memory grows with
/// the number of groups, under `last` and `all_but_last` with the records held for each.
class GroupedPortionScan {
public:
    /// `memory`: bytes that may be held.
    GroupedPortionScan(const Portion& portion, std::string_view columns, const ResolveOptions& options, uint64_t memory);

    Demand demand() const { return key_.demand(); }
    void open(const Header& header) { key_.open(header); }
    bool take(const Batch& batch, Writer& out);
    void finish(Writer& out);

private:
    struct Group {
        uint64_t seen = 0;          // records; where they are held, the place of the oldest in `open`
        std::vector<uint64_t> open; // numbers of the records held, a ring once it has `count`
    };
    void take_counted(const Batch& batch, Writer& out);
    void take_held(const Batch& batch, Writer& out);
    Group& group_of(const Batch& batch, size_t record);
    void check_memory() const;

    Portion portion_;
    GroupKey key_;
    uint64_t memory_;
    uint64_t key_bytes_ = 0;
    std::unordered_map<std::string, Group, TextHash, std::equal_to<>> groups_;
    SingleRecords singles_;
    bool wrote_last_ = false;
};

/// What the options of rowhead and rowtail ask for: the portion of the stream, or of each group.
struct PortionChoice {
    std::string count = "10";
    std::optional<std::string> by; // key columns

    /// `memory`: bytes that may be held, 0 for half of the machine's. Throws Error (exit 2).
    void check(Portion::Kind bare, Portion::Kind negative, const ResolveOptions& options, uint64_t memory);
    Header open(const Header& in) {
        if (grouped) grouped->open(in);
        return in;
    }
    bool take(const Batch& in, Writer& out) { return grouped ? grouped->take(in, out) : scan->take(in, out); }
    void finish(Writer& out) { grouped ? grouped->finish(out) : scan->finish(out); }

    // After check(): one of the two scans is there.
    Portion portion;
    std::optional<PortionScan> scan;
    std::optional<GroupedPortionScan> grouped;
};

} // namespace rowkit
