// Spilled groups put together again.
#include "ops/spill_merge.h"

#include "ops/parallel.h"
#include "ops/value_runs.h"

#include <algorithm>

namespace rowkit::ops {

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
    run_jobs(limits_.threads, partitions.size(), [&](size_t i) { merge(partitions[i], 0); });
}

void SpillMerge::merge(const Pieces& pieces, unsigned level) {
    auto groups = std::make_unique<Groups>(plan_);
    GroupSpill divided(level + 1);
    SpillReader reader;
    std::unique_lock huge(huge_, std::defer_lock);
    for (const SpilledPiece& piece : pieces) {
        reader.read(piece, *groups);
        if (groups->bytes() <= limits_.for_merging()) continue;
        if (groups->size() > 1 && level < GroupSpill::most_levels) {
            divided.write(*groups, limits_);
            groups = std::make_unique<Groups>(plan_);
            continue;
        }
        groups->spill_values(limits_);
        if (groups->bytes() <= limits_.for_merging()) continue;
        if (!huge.owns_lock()) huge.lock();
        if (groups->bytes() > limits_.for_one_group()) throw past_memory();
    }
    if (divided.empty()) return use_(*groups);
    divided.write(*groups, limits_);
    groups.reset();
    if (huge.owns_lock()) huge.unlock();
    for (const Pieces& part : by_partition(divided.pieces())) merge(part, level + 1);
}

} // namespace rowkit::ops
