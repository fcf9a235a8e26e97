// A join whose built side memory does not hold.
#include "ops/join_past_memory.h"

#include "ops/join_build.h"
#include "ops/join_pairs.h"

#include <iterator>

namespace rowkit::ops {

std::shared_ptr<const JoinPastMemory> join_past_memory(JoinSide& side, Settings& settings,
                                                       const JoinBuildOptions& options,
                                                       const JoinMatching& matching, const Demand& demand) {
    const JoinLimits limits(settings);
    const std::unique_ptr<JoinSpilledSide> built = std::move(side.spilled);
    auto past = std::make_shared<JoinPastMemory>(JoinPastMemory{.inputs = StoredInputs(settings)});
    past->built_records = built->records;
    // A block looks into all runs, and finds the more in each.
    if (!settings.block_size && limits.memory >= 64 << 20) settings.block_size = 512 << 10;
    RoutedStream routed =
        route_stream(settings, matching, {.optional = settings.read.optional}, demand, *built, limits);
    past->streamed_records = routed.records;
    past->error = routed.error;

    JoinTable::Options table = options.table;
    table.threads = 1; // parts are joined side by side
    PairFinder finder({matching, table, side.row_cells, options.only_keys, options.one}, limits);
    JoinPairs pairs = finder.find(std::move(built->parts), std::move(routed.parts));
    if (pairs.repeated) {
        const auto& [first, second, text, forms] = *pairs.repeated;
        const KeyBytes key{text.data(), static_cast<uint32_t>(text.size()), 0, forms};
        refuse_second(built_side_settings(side.name, settings), options.keys, key, built->number_of(first),
                      built->number_of(second));
    }
    past->found = std::move(pairs.found);
    past->built_keys = pairs.keys;
    past->unmatched = std::move(pairs.unmatched);
    std::ranges::move(built->lone, std::back_inserter(past->unmatched));
    return past;
}

} // namespace rowkit::ops
