// Both sides of a join past memory, part by part.
#include "ops/join_pairs.h"

#include "ops/join_probes.h"
#include "ops/parallel.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <unordered_map>

namespace rowkit::ops {
namespace {

/// Copies texts one behind another: a slab gives room in larger pieces.
class Packed {
public:
    explicit Packed(Slabs& slabs) : slabs_(slabs) {}
    const char* copy(std::string_view bytes) {
        if (static_cast<size_t>(end_ - at_) < bytes.size()) {
            const size_t size = std::max<size_t>(bytes.size(), 16 << 10);
            at_ = slabs_.room(size);
            end_ = at_ + size;
        }
        if (!bytes.empty()) std::memcpy(at_, bytes.data(), bytes.size());
        at_ += bytes.size();
        return at_ - bytes.size();
    }

private:
    Slabs& slabs_;
    char *at_ = nullptr, *end_ = nullptr;
};

} // namespace

PairFinder::Made PairFinder::take_made() {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) {
        Made made;
        made.file = std::make_shared<FrameFile>(limits_.tmpdir);
        return made;
    }
    Made made = std::move(idle_.back());
    idle_.pop_back();
    return made;
}

void PairFinder::give_back(Made&& made) {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(made));
}

JoinPairs PairFinder::find(std::vector<JoinPart> built, std::vector<JoinPart> streamed) {
    run_jobs(limits_.threads, built.size(), [&](size_t i) {
        Made made = take_made();
        join(built[i], streamed[i], {}, made);
        give_back(std::move(made));
    });
    JoinPairs all;
    for (Made& made : idle_) {
        std::ranges::move(made.pairs.found.runs, std::back_inserter(all.found.runs));
        std::ranges::move(made.pairs.unmatched, std::back_inserter(all.unmatched));
        all.keys += made.pairs.keys;
        auto& repeated = made.pairs.repeated;
        if (repeated && (!all.repeated || repeated->second < all.repeated->second))
            all.repeated = std::move(repeated);
    }
    idle_.clear();
    all.found.runs = limits_.merged_down(std::move(all.found.runs));
    all.found.many = std::move(many_);
    all.unmatched = limits_.merged_down(std::move(all.unmatched));
    return all;
}

void PairFinder::join(JoinPart& built, JoinPart& streamed, Parent parent, Made& made) {
    const uint64_t bytes =
        built.bytes + built.records * JoinTable::bytes_a_record(rules_.matching.built_span().size());
    if (bytes > limits_.for_part() && !built.one_hash())
        return share_out(built, streamed, parent, bytes, made);
    const bool points = rules_.matching.streamed_point();
    if (bytes > limits_.for_part() && points) return join_by_point(built, streamed, made);
    const bool once = rules_.only_streamed && !rules_.one && !points && built.one_hash();
    RunMerge rows(built.runs, nullptr, nullptr);
    for (bool first = true; !rows.at_end(); first = false) {
        const Chunk chunk = load(rows, once);
        if (first || !built.one_hash()) made.pairs.keys += chunk.table->groups();
        if (rules_.one) note_repeated(chunk, made);
        look_up(chunk, streamed, made);
        if (rules_.table.marks) keep_unmatched(chunk, made);
    }
}

/// Into no more parts than are needed, with some room to spare: each makes a run of its own of what was
/// found, and all of these are merged. Where one key has most of the records, the others are taken away at
/// once.
void PairFinder::share_out(JoinPart& built, JoinPart& streamed, Parent parent, uint64_t bytes, Made& made) {
    const auto wanted = static_cast<unsigned>(std::bit_width(bytes / 4 * 5 / limits_.for_part()));
    const bool uneven = bytes > parent.bytes / 2;
    const unsigned bits = std::min(
        std::clamp(uneven ? PartWriter::most_bits : wanted, 1u, PartWriter::most_bits), 64 - parent.alike);
    auto shared = [&](JoinPart& part) {
        PartWriter writer(limits_, parent.alike, bits);
        for (RunMerge merge(part.runs, nullptr, nullptr); !merge.at_end(); merge.next())
            writer.add(JoinRecordReader(merge.record().bytes).key().hash, merge.record());
        std::vector<JoinPart> parts;
        writer.finish(parts);
        part.runs.clear();
        return parts;
    };
    std::vector<JoinPart> some_built = shared(built), some_streamed = shared(streamed);
    for (size_t i = 0; i < some_built.size(); ++i)
        join(some_built[i], some_streamed[i], {parent.alike + bits, bytes}, made);
}

/// As many records as there is room for; of each key the first one where it counts but once.
PairFinder::Chunk PairFinder::load(RunMerge& rows, bool once) const {
    const size_t ends = rules_.matching.built_span().size();
    const uint64_t each = JoinTable::bytes_a_record(ends);
    std::vector<JoinPieces> pieces(1);
    JoinPieces::Piece& piece = pieces[0].pieces.emplace_back();
    Packed keys(pieces[0].key_bytes), texts(pieces[0].row_bytes);
    Chunk chunk;
    for (uint64_t bytes = 0; !rows.at_end() && (bytes < limits_.for_part() || piece.keys.empty());
         rows.next()) {
        const RunRecord& record = rows.record();
        JoinRecordReader reader(record.bytes);
        KeyBytes key = reader.key();
        if (once &&
            std::ranges::any_of(piece.keys, [&](const KeyBytes& k) { return k.text() == key.text(); }))
            continue;
        bytes += record.bytes.size() + each;
        key.data = keys.copy(key.text());
        const bool same = !piece.keys.empty() && piece.keys.back().text() == key.text();
        piece.keys.push_back(key);
        for (size_t end = 0; end < ends; ++end) {
            JoinPoint point = reader.point();
            if (point.is(expr::Type::text))
                point = JoinPoint::of(std::string_view(texts.copy(point.text()), point.text().size()));
            (end == 0 ? piece.spans.low : piece.spans.high).push_back(point);
            if (end == 1 && (!same || compare_points(chunk.latest, point) < 0)) chunk.latest = point;
        }
        if (!rules_.only_streamed) piece.rows.push_back(texts.copy(reader.rest()));
        chunk.origins.push_back(origin_of(record));
    }
    if (!piece.keys.empty()) {
        chunk.first_key = piece.keys.front().text();
        chunk.last_key = piece.keys.back().text();
    }
    chunk.table = std::make_unique<JoinTable>(std::move(pieces), rules_.table);
    return chunk;
}

/// Writes rows that are found together; gives their number.
uint32_t PairFinder::keep_many(const Chunk& chunk, std::span<const uint32_t> records, Made& made) {
    const CellRows rows(rules_.row_cells);
    RunWriter out(made.file, limits_.frame_bytes());
    for (uint32_t record : records) {
        if (rules_.table.marks) chunk.table->mark(record);
        out.add({{}, chunk.origins[record], rows.bytes(chunk.table->row(record))});
    }
    std::lock_guard lock(mutex_);
    many_.push_back(out.finish());
    return static_cast<uint32_t>(many_.size() - 1);
}

/// Looks up all keys of a part.
void PairFinder::look_up(const Chunk& chunk, const JoinPart& streamed, Made& made) {
    constexpr size_t worth_keeping = 256; // rows; of each key that has so many, a run is remembered
    const CellRows rows(rules_.row_cells);
    const bool points = rules_.matching.streamed_point();
    JoinLookup lookup(*chunk.table, rules_.matching);
    RunWriter out(made.file, limits_.frame_bytes());
    std::unordered_map<uint32_t, uint32_t> kept; // groups
    Buffer bytes;
    PartProbes(streamed.runs, nullptr, nullptr, points)
        .each(chunk.table->keys(), [&](uint64_t place, uint32_t group, const JoinPoint& point) {
            if (group == GroupTable::none) return;
            const FoundKey found(place);
            const std::span<const uint32_t> records = lookup.of(group, point);
            if (rules_.only_streamed) {
                if (!records.empty()) out.add({found.text(), chunk.origins[records[0]], {}});
                return;
            }
            bytes.clear();
            if (!points && records.size() >= worth_keeping) {
                const auto [at, is_new] = kept.try_emplace(group);
                if (is_new) at->second = keep_many(chunk, records, made);
                bytes.push_back(many_rows);
                bytes.append(reinterpret_cast<const char*>(&at->second), sizeof at->second);
                out.add({found.text(), chunk.origins[records[0]], bytes.view()});
                return;
            }
            for (uint32_t record : records) {
                if (rules_.table.marks) chunk.table->mark(record);
                bytes.clear();
                bytes.push_back(one_row);
                bytes.append(rows.bytes(chunk.table->row(record)));
                out.add({found.text(), chunk.origins[record], bytes.view()});
            }
        });
    made.pairs.found.runs.push_back(out.finish());
}

void PairFinder::keep_unmatched(const Chunk& chunk, Made& made) const {
    const CellRows rows(rules_.row_cells);
    RunWriter out(made.file, limits_.frame_bytes());
    for (uint32_t record = 0; record < chunk.table->records(); ++record)
        if (!chunk.table->marked(record))
            out.add({{}, chunk.origins[record], rows.bytes(chunk.table->row(record))});
    made.pairs.unmatched.push_back(out.finish());
}

void PairFinder::note_repeated(const Chunk& chunk, Made& made) const {
    const auto second = chunk.table->second_of_key();
    if (!second) return;
    const uint64_t origin = chunk.origins[second->second];
    if (made.pairs.repeated && made.pairs.repeated->second < origin) return;
    const KeyBytes key = chunk.table->keys().key(second->group);
    made.pairs.repeated = {chunk.origins[second->first], origin, std::string(key.text()), key.forms};
}

} // namespace rowkit::ops
