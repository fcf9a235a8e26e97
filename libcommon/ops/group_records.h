// Groups as records: keys and results as the cells that are written.
#pragma once

#include "ops/groups.h"
#include "stream/writer.h"

namespace rowkit::ops {

/// Makes the cells of some groups' records, chunk by chunk. Used by one thread.
class GroupRecords {
public:
    /// `partial`: states are written in place of results.
    GroupRecords(const GroupPlan& plan, bool partial);

    /// Adds a group. Where `total` is set, it stands for all groups and has no key.
    void add(Groups& groups, uint32_t group, bool total = false);
    /// So many at once are right.
    static constexpr size_t chunk = 4096;

    /// Writes what was added and forgets it.
    void write(Writer& out);
    /// The same to an aside() for `to`, appending where each record ends in its bytes.
    void write_each(Writer& aside, const Output& to, std::vector<uint32_t>& ends);
    size_t size() const { return size_; }

private:
    std::vector<OutColumn> compute();
    void compute_formulas();
    void note_odd(size_t output);
    std::string name_of(size_t row) const;
    void forget();

    const GroupPlan& plan_;
    bool partial_;
    size_t size_ = 0;
    std::vector<std::vector<Cell>> keys_;           // by part
    std::vector<std::vector<expr::Value>> key_values_; // too, where formulas may look at them
    std::vector<std::vector<expr::Value>> results_; // by call
    std::vector<uint64_t> firsts_; // where each group's first record stands; of a total the last number
    std::vector<Note> notes_;      // of what formulas could not compute with
    std::vector<std::vector<Cell>> cells_;          // by output
    std::vector<std::unique_ptr<expr::Evaluation>> evaluations_; // of outputs that are computed
    Arena arena_;
    Buffer scratch_;
};

} // namespace rowkit::ops
