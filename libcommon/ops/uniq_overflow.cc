// Records with keys that there was no room for in memory.
#include "ops/uniq_overflow.h"

#include "ops/group_table.h"

namespace rowkit::ops {
namespace {

/// Records whose keys are in no other part, in the order of the input.
struct Part {
    SortedRun records;
    unsigned depth; // how often they were shared out
};

class Resolver {
public:
    Resolver(const UniqOptions& options, uint64_t memory) : options_(options), memory_(memory) {}

    void add(UniqShard& shard, unsigned depth) {
        if (SortedRun run = shard.written(); !run.frames.empty()) runs.push_back(std::move(run));
        for (SortedRun& run : shard.overflowed()) parts.push_back({std::move(run), depth});
    }
    void resolve(const Part& part);

    std::vector<Part> parts;
    std::vector<SortedRun> runs;

private:
    const UniqOptions& options_;
    uint64_t memory_;
};

void Resolver::resolve(const Part& part) {
    ChunkPool pool;
    UniqShard shard(options_, pool);
    Buffer made;
    bool added = true;
    for (RunReader reader(part.records, nullptr); !reader.at_end(); reader.next()) {
        const auto [text, record] = UniqShard::overflown(reader.record());
        const KeySet::Key key{text.data(), static_cast<uint32_t>(text.size()), 0, seeded_hash(text)};
        // A key at least is added each time, so that this comes to an end.
        added = added && (shard.size() == 0 || (pool.used() < memory_ && !shard.nearly_full()));
        shard.take(
            {&key, 1}, added,
            [&record = record](const KeySet::Key&) -> const UniqShard::Record& { return record; },
            [&, &text = text, &record = record](const KeySet::Key&, uint64_t number) {
                if (number == 0) return shard.overflow(text, key.hash, part.depth, record);
                if (options_.holds() || (number > 1 && options_.number.empty())) return;
                shard.put({{}, numbered(options_, record.bytes, number, made), record.origin});
            });
    }
    if (options_.holds()) shard.put_held();
    shard.forget();
    add(shard, part.depth + 1);
}

} // namespace

std::vector<SortedRun> resolve(const UniqOptions& options, UniqShard& shard, uint64_t memory) {
    Resolver resolver(options, memory);
    resolver.add(shard, 1);
    while (!resolver.parts.empty()) {
        const Part part = std::move(resolver.parts.back());
        resolver.parts.pop_back();
        resolver.resolve(part);
    }
    return std::move(resolver.runs);
}

} // namespace rowkit::ops
