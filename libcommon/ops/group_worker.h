// One thread's part of a grouping: batches in, groups with their states kept.
#pragma once

#include "ops/group_spill.h"
#include "ops/partial.h"
#include "ops/shared_groups.h"
#include "stream/stage.h"

#include <memory>
#include <optional>

namespace rowkit::ops {

/// Where a record stands in the input: the order of positions is that of records.
constexpr uint64_t position_of(uint64_t block, uint64_t record) { return block << 32 | record; }

/// What comes in: records, or groups that --partial has written.
enum class GroupInput : uint8_t { records, partials };

/// Not thread-safe. The plan outlives it.
class GroupWorker {
public:
    /// `header`: the stream's, to which all names of the plan could be bound.
    GroupWorker(const GroupPlan& plan, GroupInput input, const Header& header,
                const expr::BindOptions& options);

    /// Batches come in the order of their blocks; where the plan is in_order(), all of them.
    void add(const Batch& batch, const Place& place, Writer& notes);

    /// From now on each run of records with equal keys is a group of its own (GroupTable::add_runs).
    void take_runs() { runs_ = true; }

    /// From now on groups are put there, and groups() stays empty.
    void share(SharedGroups& shared);
    bool shares() const { return shared_ != nullptr; }
    bool can_share() const { return input_ == GroupInput::records; }

    Groups& groups() { return groups_; }
    GroupSpill& spill() { return spill_; }

private:
    struct Bound {
        Bound(const GroupPlan& plan, GroupInput input, const Header& header,
              const expr::BindOptions& options);
        std::optional<GroupKeys> keys;
        std::optional<Arguments> arguments;
        std::optional<PartialReader> partials;
    };
    Bound& bound_for(const Header& header);
    void add_chunk(Bound& bound, std::span<const uint32_t> rows, uint64_t position);
    void add_shared(const Arguments& arguments, size_t rows, uint64_t position);
    void add_states(const Arguments& arguments, Groups& groups, std::span<const uint32_t> rows, bool all,
                    uint64_t position);

    const GroupPlan& plan_;
    GroupInput input_;
    const Header& header_;
    expr::BindOptions options_;
    Bound bound_;
    Header other_header_; // JSON objects that are not alike come under headers of their own
    std::unique_ptr<Bound> other_;
    Groups groups_;
    GroupSpill spill_;

    bool runs_ = false;
    uint64_t block_ = UINT64_MAX;
    uint64_t seen_ = 0; // records of the block before the batch
    expr::RecordCounter counter_;
    size_t chunk_ = expr::Evaluation::chunk; // records that are looked at together
    std::vector<uint32_t> rows_;       // 0, 1, 2 ...
    std::vector<KeyBytes> keys_;       // of a chunk
    std::vector<uint32_t> group_of_;   // too
    std::vector<const ArgumentValues*> given_;
    SharedGroups* shared_ = nullptr;
    size_t first_part_ = 0; // of shared_: workers begin at different ones
    std::vector<uint32_t> by_part_; // the rows of a chunk, part by part
    std::vector<KeyBytes> part_keys_;
    std::vector<uint64_t> part_positions_;
    std::vector<uint32_t> part_groups_, chosen_;
    std::vector<uint8_t> holds_; // by row: the condition
    Arena arena_;    // of aggregators, for a chunk
    Buffer scratch_;
};

} // namespace rowkit::ops
