// Which records of a stream the `-n` of rowhead and rowtail asks for, and the passing on of just those.
#pragma once

#include "ops/grouped_portion.h"
#include "stream/held.h"
#include "stream/writer.h"

#include <optional>
#include <string>

namespace rowkit::ops {

/// Takes a stream batch by batch and writes a portion of it. What may yet turn out to be wanted is held as it
/// will be written: no more than `count` records.
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

} // namespace rowkit::ops
