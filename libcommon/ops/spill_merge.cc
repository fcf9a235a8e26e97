// Spilled groups put together again.
#include "ops/spill_merge.h"

#include "ops/parallel.h"
#include "ops/value_runs.h"

#include <algorithm>
#include <utility>

namespace rowkit::ops {
namespace {

uint64_t longest_key(const Groups& groups) {
    uint64_t longest = 0;
    for (uint32_t group = 0; group < groups.size(); ++group)
        longest = std::max<uint64_t>(longest, groups.table().key(group).text().size());
    return longest;
}

} // namespace

std::vector<SpillMerge::Pieces> SpillMerge::by_partition(Pieces pieces) {
    std::ranges::stable_sort(pieces, {}, &SpilledPiece::partition);
    std::vector<Pieces> partitions;
    for (SpilledPiece& piece : pieces) {
        if (partitions.empty() || partitions.back()[0].partition != piece.partition)
            partitions.emplace_back();
        partitions.back().push_back(std::move(piece));
    }
    return partitions;
}

void SpillMerge::run(Pieces pieces) {
    const std::vector<Pieces> partitions = by_partition(std::move(pieces));
    run_jobs(limits_.threads, partitions.size(),
             [&](size_t i) { merge(partitions[i], 0, std::make_unique<Groups>(plan_)); });
}

/// Writes the groups into a file, and returns those that can't be: none, or the one with spilled values.
std::unique_ptr<Groups> SpillMerge::divide(std::unique_ptr<Groups> groups, GroupSpill& into) const {
    if (groups->size() == groups->spilled()) return groups;
    into.write(*groups, limits_);
    auto rest = std::make_unique<Groups>(plan_);
    const uint32_t first = 0;
    if (groups->spilled()) rest->absorb(*groups, {&first, 1});
    return rest;
}

/// `groups`: what is known already of one of the pieces' groups, or nothing.
void SpillMerge::merge(const Pieces& pieces, unsigned level, std::unique_ptr<Groups> groups) {
    GroupSpill divided(level + 1);
    SpillReader reader;
    std::unique_lock huge(huge_, std::defer_lock);
    const auto is_full = [&] { return groups->bytes() > limits_.for_merging(); };
    for (const SpilledPiece& piece : pieces) {
        reader.read(piece, *groups);
        if (is_full() && groups->size() > 1 && level < GroupSpill::most_levels)
            groups = divide(std::move(groups), divided);
        if (is_full()) groups->spill_values(limits_);
        if (!is_full()) continue;
        if (!huge.owns_lock()) huge.lock();
        // That of a key as long as a cell may be is no state that grows.
        if (groups->bytes() > limits_.for_one_group() + 4 * longest_key(*groups)) throw past_memory();
    }
    if (divided.empty()) return use_(*groups);
    groups = divide(std::move(groups), divided);
    if (huge.owns_lock()) huge.unlock();
    for (const Pieces& part : by_partition(divided.pieces())) {
        const bool goes_on =
            groups && groups->size() && divided.partition_of(groups->table().hash(0)) == part[0].partition;
        merge(part, level + 1, goes_on ? std::exchange(groups, nullptr) : std::make_unique<Groups>(plan_));
    }
    if (groups && groups->size()) use_(*groups);
}

} // namespace rowkit::ops
