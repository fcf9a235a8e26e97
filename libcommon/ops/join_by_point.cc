// A part of which memory does not hold what matches by a point: both sides in the order of keys and points,
// and then some built records after another, each time with the streamed ones that may be near them.
#include "ops/join_order.h"
#include "ops/join_pairs.h"
#include "ops/join_probes.h"
#include "ops/spilled_records.h"
#include "ops/text_key.h"

namespace rowkit::ops {
namespace {

/// The place of a record among those of its side: by key, point, and origin.
class PointKey {
public:
    PointKey(std::string_view key, const JoinPoint& point) {
        append_text_key(key, bytes_);
        append_point_order(point, bytes_);
    }
    /// Of all that have no other key, and no later point.
    static PointKey behind(std::string_view key, const JoinPoint& point) {
        PointKey made(key, point);
        made.bytes_.append(std::string(sizeof(uint64_t) + 1, '\xFF'));
        return made;
    }
    PointKey& with_origin(uint64_t origin) {
        append_number_bytes(origin, sizeof origin, bytes_);
        return *this;
    }
    std::string_view text() const { return bytes_.view(); }

private:
    Buffer bytes_;
};

/// By the first point of each; the part is let go.
std::vector<SortedRun> in_order_of_points(JoinPart& part, const JoinLimits& limits) {
    SpilledRecords sorted(limits.for_part() / 2, 1, limits.tmpdir);
    for (RunMerge each(part.runs, nullptr, nullptr); !each.at_end(); each.next()) {
        JoinRecordReader reader(each.record().bytes);
        const KeyBytes key = reader.key();
        sorted.add(PointKey(key.text(), reader.point()).with_origin(each.record().origin).text(),
                   each.record().bytes);
    }
    part.runs.clear();
    return sorted.finish();
}

/// Writes a run whose records are ordered by the keys and origins that SpilledRecords have as one key.
SortedRun in_order_of_keys(SpilledRecords& records, RunWriter out) {
    const std::vector<SortedRun> runs = records.finish();
    for (RunMerge each(runs, nullptr, nullptr); !each.at_end(); each.next()) {
        std::string_view key = each.record().key;
        key.remove_suffix(sizeof(uint64_t));
        out.add({key, origin_of(each.record()), each.record().bytes});
    }
    return out.finish();
}

} // namespace

void PairFinder::join_by_point(JoinPart& built, JoinPart& streamed, Made& made) {
    const CellRows rows(rules_.row_cells);
    const std::vector<SortedRun> built_runs = in_order_of_points(built, limits_);
    const std::vector<SortedRun> streamed_runs = in_order_of_points(streamed, limits_);
    SpilledRecords found(limits_.for_part() / 4, 1, limits_.tmpdir),
        lone(limits_.for_part() / 4, 1, limits_.tmpdir);
    Buffer key, bytes;
    std::optional<std::string> last_key;
    for (RunMerge rest(built_runs, nullptr, nullptr); !rest.at_end();) {
        const std::string from_key(rest.record().key.substr(0, rest.record().key.size() - sizeof(uint64_t)));
        const Chunk chunk = load(rest, false);
        const ShardedKeys& keys = chunk.table->keys();
        made.pairs.keys += keys.size() - (chunk.first_key == last_key ? 1 : 0);
        last_key = chunk.last_key;

        // A point belongs to the last record that is not behind it; spans may reach over those that follow.
        std::string to_key;
        if (!rules_.matching.as_of)
            to_key = PointKey::behind(chunk.last_key, chunk.latest).text();
        else if (!rest.at_end())
            to_key = rest.record().key.substr(0, rest.record().key.size() - sizeof(uint64_t));
        const RunRecord from{from_key, 0, {}}, to{to_key, 0, {}};
        JoinLookup lookup(*chunk.table, rules_.matching);
        PartProbes(streamed_runs, &from, to_key.empty() ? nullptr : &to, true)
            .each(keys, [&](uint64_t place, uint32_t group, const JoinPoint& point) {
                if (group == GroupTable::none) return;
                for (uint32_t record : lookup.of(group, point)) {
                    if (rules_.table.marks) chunk.table->mark(record);
                    key.clear();
                    key.append(FoundKey(place).text());
                    append_number_bytes(chunk.origins[record], sizeof(uint64_t), key);
                    bytes.clear();
                    if (!rules_.only_streamed) {
                        bytes.push_back(one_row);
                        bytes.append(rows.bytes(chunk.table->row(record)));
                    }
                    found.add(key.view(), bytes.view());
                    if (rules_.only_streamed) break;
                }
            });
        for (uint32_t record = 0; rules_.table.marks && record < chunk.table->records(); ++record) {
            if (chunk.table->marked(record)) continue;
            key.clear();
            append_number_bytes(chunk.origins[record], sizeof(uint64_t), key);
            lone.add(key.view(), rows.bytes(chunk.table->row(record)));
        }
    }
    made.pairs.found.runs.push_back(in_order_of_keys(found, RunWriter(made.file, limits_.frame_bytes())));
    if (rules_.table.marks)
        made.pairs.unmatched.push_back(in_order_of_keys(lone, RunWriter(made.file, limits_.frame_bytes())));
}

} // namespace rowkit::ops
