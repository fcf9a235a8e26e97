// --asof past memory, where built records of one key come in turns: the best of those so far is kept for each
// streamed record.
#include "ops/join_pairs.h"
#include "ops/join_probes.h"
#include "ops/spilled_records.h"
#include "ops/text_key.h"

namespace rowkit::ops {
namespace {

uint64_t place_of_found(const RunRecord& record) {
    uint64_t place;
    std::memcpy(&place, record.key.data(), sizeof place);
    return __builtin_bswap64(place);
}

} // namespace

/// `best`: for each streamed record that found one, the point and the row; the same comes back with this
/// chunk's looked at too.
SortedRun PairFinder::nearer(const Chunk& chunk, const JoinPart& streamed, const SortedRun& best,
                             Made& made) const {
    const CellRows rows(rules_.row_cells);
    JoinLookup lookup(*chunk.table, rules_.matching);
    RunReader before(best, nullptr);
    RunWriter out(made.file, limits_.frame_bytes());
    Buffer bytes;
    PartProbes(streamed, true)
        .each(chunk.table->keys(), [&](uint64_t place, uint32_t group, const JoinPoint& point) {
            const bool had = !before.at_end() && place_of_found(before.record()) == place;
            const auto now =
                group == GroupTable::none ? std::span<const uint32_t>() : lookup.of(group, point);
            const bool better =
                !now.empty() &&
                (!had || compare_points(chunk.table->places().low(now[0]),
                                        JoinRecordReader(before.record().bytes).point()) >= 0);
            if (better) {
                bytes.clear();
                append_join_point(chunk.table->places().low(now[0]), bytes);
                if (!rules_.only_streamed) bytes.append(rows.bytes(chunk.table->row(now[0])));
                out.add({FoundKey(place).text(), chunk.origins[now[0]], bytes.view()});
            } else if (had) {
                out.add(before.record());
            }
            if (had) before.next();
        });
    return out.finish();
}

/// Gives what is best of all, and the built records that are nobody's.
void PairFinder::settle_nearest(const JoinPart& built, const SortedRun& best, Made& made) const {
    SpilledRecords taken(limits_.for_part(), 1, limits_.tmpdir);
    RunWriter out(made.file, limits_.frame_bytes());
    Buffer key, row;
    for (RunReader each(best, nullptr); !each.at_end(); each.next()) {
        const RunRecord& record = each.record();
        JoinRecordReader reader(record.bytes);
        reader.point();
        row.clear();
        row.push_back(one_row);
        row.append(reader.rest());
        out.add({record.key, record.origin, row.view()});
        if (!rules_.table.marks) continue;
        key.clear();
        append_number_bytes(record.origin, sizeof record.origin, key);
        key.append(record.key);
        taken.add(key.view(), {});
    }
    made.pairs.found.runs.push_back(out.finish());
    if (!rules_.table.marks) return;

    const std::vector<SortedRun> taken_runs = taken.finish();
    RunMerge next(taken_runs, nullptr, nullptr);
    RunWriter lone(made.file, limits_.frame_bytes());
    for (RunMerge rows(built.runs, nullptr, nullptr); !rows.at_end(); rows.next()) {
        const RunRecord& record = rows.record();
        key.clear();
        append_number_bytes(record.origin, sizeof record.origin, key);
        while (!next.at_end() && next.record().key.substr(0, key.size()) < key.view()) next.next();
        if (!next.at_end() && next.record().key.starts_with(key.view())) continue;
        JoinRecordReader reader(record.bytes);
        reader.key();
        reader.point();
        lone.add({{}, record.origin, reader.rest()});
    }
    made.pairs.unmatched.push_back(lone.finish());
}

} // namespace rowkit::ops
