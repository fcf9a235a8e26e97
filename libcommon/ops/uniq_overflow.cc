// Records with keys that there was no room for in memory.
#include "ops/uniq_overflow.h"

#include "ops/group_table.h"

namespace rowkit::ops {
namespace {

UniqShard::Record record_in(const RunRecord& from) {
    uint32_t rank;
    std::memcpy(&rank, from.bytes.data(), sizeof rank);
    const std::string_view bytes = from.bytes.substr(sizeof rank);
    return {bytes.substr(0, rank), bytes.substr(rank), from.origin};
}

void add(std::vector<SortedRun>& runs, SortedRun run) {
    if (!run.frames.empty()) runs.push_back(std::move(run));
}

} // namespace

std::vector<SortedRun> resolve(const UniqOptions& options, UniqShard& shard, uint64_t memory) {
    std::vector<SortedRun> runs;
    add(runs, shard.written());
    Buffer made;
    for (SortedRun left = shard.overflowed(); !left.frames.empty();) {
        ChunkPool pool;
        UniqShard next(options, pool);
        bool added = true;
        for (RunReader reader(left, nullptr); !reader.at_end(); reader.next()) {
            const UniqShard::Record record = record_in(reader.record());
            const std::string_view text = reader.record().key;
            const KeySet::Key key{text.data(), static_cast<uint32_t>(text.size()), 0, seeded_hash(text)};
            // A key at least is added each time, so that this comes to an end.
            added = added && (next.size() == 0 || (pool.used() < memory && !next.nearly_full()));
            next.take(
                {&key, 1}, added, [&](const KeySet::Key&) -> const UniqShard::Record& { return record; },
                [&](const KeySet::Key&, uint64_t number) {
                    if (number == 0) return next.overflow(text, record);
                    if (options.holds() || (number > 1 && options.number.empty())) return;
                    next.put({{}, numbered(options, record.bytes, number, made), record.origin});
                });
        }
        if (options.holds()) next.put_held();
        add(runs, next.written());
        left = next.overflowed();
        next.forget();
    }
    return runs;
}

} // namespace rowkit::ops
