// How a batch's matches are found: in the table, in what a first reading has found, or along a sorted file.
#include "base/error.h"
#include "ops/join_order.h"
#include "ops/joiner_worker.h"

namespace rowkit::ops {

void Joiner::keep_streamed(Worker& worker, const Batch& in, Writer& out) const {
    for (uint32_t i = 0; i < in.size(); ++i)
        (worker.matcher->of(i).empty() ? worker.missed : worker.kept).push_back(i);
    const std::vector<uint32_t>& records = options_->kind.semi ? worker.kept : worker.missed;
    out.keep(in, Records(records.data(), records.size()));
}

void Joiner::write_rows(Worker& worker, const Batch& in, Writer& out) const {
    const JoinKind& kind = options_->kind;
    worker.rows.start(in);
    for (uint32_t i = 0; i < in.size(); ++i) {
        const std::span<const uint32_t> matches = worker.matcher->of(i);
        if (matches.empty()) {
            worker.missed.push_back(i);
            if (kind.keep_streamed) worker.rows.add(i, nullptr, out);
            continue;
        }
        worker.pairs += matches.size();
        for (uint32_t built : matches) {
            if (kind.keep_built) side_->table->mark(built);
            worker.rows.add(i, side_->table->row(built), out);
        }
    }
    worker.rows.finish(out);
}

/// Writes what was found in a first reading of the same records.
void Joiner::write_found(Worker& worker, const Batch& in, const Place& place, Writer& out) const {
    const JoinKind& kind = options_->kind;
    worker.probe->start(in, place);
    worker.probe->each([](size_t, std::span<const KeyBytes>) {});
    worker.probe->report(in, out);
    if (in.size() == 0) return;
    FoundReader& found = *worker.found;
    found.start(place_in_stream(in, place, 0),
                place_in_stream(in, place, static_cast<uint32_t>(in.size() - 1)));
    worker.rows.start(in);
    for (uint32_t i = 0; i < in.size(); ++i) {
        found.go_to(place_in_stream(in, place, i));
        const bool any = found.has_row();
        (any ? worker.kept : worker.missed).push_back(i);
        if (kind.only_streamed()) continue;
        if (!any && kind.keep_streamed) worker.rows.add(i, nullptr, out);
        for (; found.has_row(); ++worker.pairs) {
            if (found.should_release()) {
                worker.rows.flush(i, out);
                found.release();
            }
            worker.rows.add(i, found.row(), out);
        }
    }
    worker.rows.finish(out);
    found.release();
    const std::vector<uint32_t>& records = kind.semi ? worker.kept : worker.missed;
    if (kind.only_streamed()) out.keep(in, Records(records.data(), records.size()));
}

void Joiner::merge(Worker& worker, const Batch& in, const Place& place, Writer& out) const {
    std::optional<Error> error; // told when what comes before it has been written
    JoinProbe& probe = *worker.probe;
    worker.rows.start(in);
    probe.start(in, place);
    probe.each([&](size_t from, std::span<const KeyBytes> keys) {
        for (size_t i = 0; i < keys.size() && !error; ++i) {
            const auto record = static_cast<uint32_t>(from + i);
            try {
                merge_record(worker, record, keys[i], probe.has_points() ? probe.point(record) : JoinPoint(),
                             out);
            } catch (const Error& failed) {
                error = failed.where().empty() ? failed.at(in.line_of(record)) : failed;
            }
        }
    });
    probe.report(in, out);
    worker.rows.finish(out);
    merge_->release();
    const std::vector<uint32_t>& records = options_->kind.semi ? worker.kept : worker.missed;
    if (options_->kind.only_streamed() && error)
        out.keep_only(in, Records(records.data(), records.size()));
    else if (options_->kind.only_streamed())
        out.keep(in, Records(records.data(), records.size()));
    if (error) throw *error;
}

void Joiner::merge_record(Worker& worker, uint32_t record, const KeyBytes& key, const JoinPoint& point,
                          Writer& out) const {
    const JoinKind& kind = options_->kind;
    for (bool there = false; !there;) {
        worker.passed.clear();
        there = merge_->reach(key, point, worker.passed);
        const bool built = kind.keep_built && !worker.passed.empty();
        if (built || merge_->should_release()) worker.rows.finish(out);
        if (built) write_built(worker.passed, out);
        if (merge_->should_release()) merge_->release();
    }
    worker.matches.clear();
    merge_->match(key, point, worker.matches);
    (worker.matches.empty() ? worker.missed : worker.kept).push_back(record);
    if (kind.only_streamed()) return;
    worker.pairs += worker.matches.size();
    if (worker.matches.empty() && kind.keep_streamed) worker.rows.add(record, nullptr, out);
    for (const char* row : worker.matches) worker.rows.add(record, row, out);
}

} // namespace rowkit::ops
