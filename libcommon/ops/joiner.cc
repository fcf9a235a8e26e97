// The streamed side of a join.
#include "ops/joiner.h"

#include "base/error.h"
#include "data/path.h"
#include "ops/join_order.h"
#include "ops/join_rows.h"

#include <algorithm>
#include <fmt/core.h>
#include <optional>
#include <unordered_set>

namespace rowkit::ops {

using expr::Evaluation;

/// What one thread needs for a batch.
struct Joiner::Worker {
    explicit Worker(const Joiner& joiner)
        : rows(joiner.side_->row_cells, joiner.built_columns_.size(), joiner.options_->kind.keep_built) {
        const JoinMatching& matching = joiner.options_->matching;
        if (joiner.past_ || joiner.merge_)
            probe.emplace(matching, joiner.header_, joiner.bind_);
        else
            matcher.emplace(*joiner.side_->table, matching, joiner.header_, joiner.bind_);
        if (joiner.past_) found.emplace(joiner.past_->found);
    }

    std::optional<JoinMatcher> matcher;
    std::optional<JoinProbe> probe;   // of sorted inputs, and past memory
    std::optional<FoundReader> found; // past memory
    std::vector<const char*> passed, matches;
    JoinRows rows;
    std::vector<uint32_t> kept, missed; // records
    uint64_t pairs = 0;
};

Joiner::Joiner(std::shared_ptr<const JoinSide> side, std::shared_ptr<const JoinerOptions> options)
    : side_(std::move(side)), options_(std::move(options)), counts_(std::make_shared<JoinCounts>()) {}

Joiner::Joiner(std::shared_ptr<const JoinSide> side, std::shared_ptr<const JoinPastMemory> past,
               std::shared_ptr<const JoinerOptions> options)
    : Joiner(std::move(side), std::move(options)) {
    past_ = std::move(past);
}

Joiner::Joiner(std::unique_ptr<JoinMerge> merge, std::shared_ptr<const JoinerOptions> options)
    : Joiner(merge->side(), std::move(options)) {
    merge_ = std::move(merge);
}

Header Joiner::open(const Header& in, const expr::BindOptions& bind) {
    header_ = in;
    if (in.columns.empty() && options_->kind.keep_built) // nothing is streamed, and only the keys are known
        for (size_t i = 0; i < options_->matching.keys.size(); ++i)
            if (options_->matching.keys.plain[i])
                header_.columns.push_back({options_->matching.keys.streamed[i].name});
    bind_ = bind;
    bind_.optional = bind_.optional || in.columns.empty();
    key_columns_.clear();
    for (const KeyPart& key : options_->matching.keys.streamed) {
        expr::Formula formula = key.formula;
        formula.bind(header_, bind_);
        const expr::Node& root = formula.program().root();
        key_columns_.push_back(root.op == expr::Op::column ? root.column : -1);
    }
    workers_ = std::make_shared<Workers>();
    if (unmatched_) unmatched_->open(in);
    if (built_columns_.empty()) built_columns_ = untaken(side_->columns);
    workers_->free.push_back(
        std::make_unique<Worker>(*this)); // an unknown column is told before the first record
    if (options_->kind.only_streamed()) return in;
    Header out = header_;
    out.line.clear();
    out.terminated =
        out.terminated || options_->kind.keep_built; // records may follow though the input has none
    // A JSON object that is not as the first ones may have more keys.
    for (Column& column : untaken(built_columns_)) out.columns.push_back(std::move(column));
    return out;
}

/// Columns of the built side under names that the streamed side has not. One inside an object must not make the object a
/// second time.
std::vector<Column> Joiner::untaken(std::vector<Column> columns) const {
    std::unordered_set<std::string> taken, whole;
    for (const Column& column : header_.columns) {
        taken.insert(column.name);
        if (!column.nested) whole.insert(column.name);
    }
    for (Column& column : columns) {
        const auto path = column.nested ? Path::parse(column.name) : std::nullopt;
        if (path && whole.contains(std::get<std::string>(path->steps()[0]))) {
            std::vector<Path::Step> steps = path->steps();
            auto& object = std::get<std::string>(steps[0]);
            while (whole.contains(object)) object += options_->suffix;
            column.name = Path(std::move(steps)).text();
        }
        while (taken.contains(column.name)) column.name += options_->suffix;
    }
    return columns;
}

std::unique_ptr<Joiner::Worker> Joiner::take_worker() const {
    {
        std::lock_guard lock(workers_->mutex);
        if (!workers_->free.empty()) {
            auto worker = std::move(workers_->free.back());
            workers_->free.pop_back();
            return worker;
        }
    }
    return std::make_unique<Worker>(*this);
}

void Joiner::write(const Batch& in, const Place& place, Writer& out) const {
    auto worker = take_worker();
    worker->kept.clear();
    worker->missed.clear();
    worker->pairs = 0;
    if (merge_) {
        merge(*worker, in, place, out);
    } else if (past_) {
        write_found(*worker, in, place, out);
    } else {
        worker->matcher->start(in, place, out);
        if (options_->kind.only_streamed())
            keep_streamed(*worker, in, out);
        else
            write_rows(*worker, in, out);
    }
    if (unmatched_) unmatched_->write(in, Records(worker->missed.data(), worker->missed.size()));
    counts_->unmatched.fetch_add(worker->missed.size(), std::memory_order_relaxed);
    counts_->matched.fetch_add(in.size() - worker->missed.size(), std::memory_order_relaxed);
    counts_->pairs.fetch_add(worker->pairs, std::memory_order_relaxed);
    std::lock_guard lock(workers_->mutex);
    workers_->free.push_back(std::move(worker));
}

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
                error = failed.where().empty() ? failed.at(line_of(in, record)) : failed;
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
    worker.pairs += worker.matches.size();
    (worker.matches.empty() ? worker.missed : worker.kept).push_back(record);
    if (kind.only_streamed()) return;
    if (worker.matches.empty() && kind.keep_streamed) worker.rows.add(record, nullptr, out);
    for (const char* row : worker.matches) worker.rows.add(record, row, out);
}

void Joiner::finish() const {
    if (past_ && counts_->matched + counts_->unmatched != past_->streamed_records) {
        if (past_->error) std::rethrow_exception(past_->error);
        throw Error(
            Exit::io, {}, "the stream is not what it was at its first reading",
            "a larger --memory, with which it is read but once; or a copy of the file that nobody writes to");
    }
    if (unmatched_) unmatched_->commit();
}

bool Joiner::write_unmatched_past_memory(Writer& out) {
    if (!past_unmatched_) past_unmatched_ = std::make_shared<RunMerge>(past_->unmatched, nullptr, nullptr);
    constexpr size_t most = 4096, most_bytes = 1 << 20;
    std::vector<const char*> rows;
    Slabs held;
    for (RunMerge& merge = *past_unmatched_;
         !merge.at_end() && rows.size() < most && held.used() < most_bytes; merge.next())
        rows.push_back(held.copy(merge.record().bytes).data());
    write_built(rows, out);
    return !past_unmatched_->at_end();
}

bool Joiner::write_unmatched(Writer& out) {
    constexpr size_t most = 4096;
    if (!options_->kind.keep_built) return false;
    if (past_) return write_unmatched_past_memory(out);
    std::vector<const char*> rows;
    if (merge_) {
        const bool more = merge_->rest(rows);
        write_built(rows, out);
        merge_->release();
        return more;
    }
    const JoinTable& table = *side_->table;
    for (; next_built_ < table.records() && rows.size() < most; ++next_built_)
        if (!table.marked(next_built_)) rows.push_back(table.row(next_built_));
    write_built(rows, out);
    return next_built_ < table.records();
}

/// Writes built records that nothing is joined to: of the streamed columns only the keys are known.
void Joiner::write_built(std::span<const char* const> rows, Writer& out) const {
    if (rows.empty()) return;
    const CellRows reader(side_->row_cells);
    const size_t streamed = header_.size();
    std::vector<std::vector<Cell>> cells(streamed + built_columns_.size());
    for (const char* row : rows) {
        for (size_t i = 0; i < streamed; ++i) cells[i].push_back(Cell{"", 0, Form::null, '"'});
        reader.each(row, side_->row_cells, [&](size_t c, const Cell& cell) {
            if (c < built_columns_.size()) cells[streamed + c].push_back(cell);
            for (size_t key = 0; key < side_->key_cells.size(); ++key)
                if (side_->key_cells[key] == static_cast<int32_t>(c) && key_columns_[key] >= 0)
                    cells[static_cast<size_t>(key_columns_[key])].back() = cell;
        });
    }
    std::vector<OutColumn> columns;
    for (const std::vector<Cell>& each : cells) columns.push_back({.cells = each.data()});
    out.add(rows.size(), columns);
    out.drain();
}

std::string Joiner::summary() const {
    std::string text = fmt::format(",\"matched\":{},\"unmatched\":{},\"pairs\":{}", counts_->matched.load(),
                                   counts_->unmatched.load(), counts_->pairs.load());
    if (past_)
        text +=
            fmt::format(",\"right_records\":{},\"right_keys\":{}", past_->built_records, past_->built_keys);
    if (side_->table)
        text += fmt::format(",\"right_records\":{},\"right_keys\":{}", side_->table->records(),
                            side_->table->groups());
    return text;
}

} // namespace rowkit::ops
