// The streamed side of a join.
#include "ops/joiner.h"

#include "ops/join_rows.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/core.h>

namespace rowkit::ops {

using expr::Evaluation;

/// What one thread needs for a batch.
struct Joiner::Worker {
    explicit Worker(const Joiner& joiner)
        : matcher(*joiner.side_->table, joiner.options_->matching, joiner.header_, joiner.bind_),
          rows(joiner.side_->row_cells, joiner.built_columns_.size(), joiner.options_->kind.keep_built) {}

    JoinMatcher matcher;
    JoinRows rows;
    std::vector<uint32_t> kept, missed; // records
};

Joiner::Joiner(std::shared_ptr<const JoinSide> side, std::shared_ptr<const JoinerOptions> options)
    : side_(std::move(side)), options_(std::move(options)), counts_(std::make_shared<JoinCounts>()) {}

Header Joiner::open(const Header& in, const expr::BindOptions& bind) {
    header_ = in;
    if (in.columns.empty() && options_->kind.keep_built) // nothing is streamed, and only the keys are known
        for (size_t i = 0; i < options_->matching.keys.size(); ++i)
            if (options_->matching.keys.plain[i]) header_.columns.push_back({options_->matching.keys.streamed[i].name});
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
    if (built_columns_.empty()) {
        std::unordered_set<std::string> taken;
        for (const Column& column : header_.columns) taken.insert(column.name);
        for (Column column : side_->columns) {
            while (taken.contains(column.name)) column.name += options_->suffix;
            built_columns_.push_back(std::move(column));
        }
    }
    workers_->free.push_back(std::make_unique<Worker>(*this)); // an unknown column is told before the first record
    if (options_->kind.only_streamed()) return in;
    Header out = header_;
    out.line.clear();
    out.terminated = out.terminated || options_->kind.keep_built; // records may follow though the input has none
    out.columns.insert(out.columns.end(), built_columns_.begin(), built_columns_.end());
    return out;
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
    worker->matcher.start(in, place, out);
    worker->kept.clear();
    worker->missed.clear();
    uint64_t pairs = 0;
    if (options_->kind.only_streamed()) keep_streamed(*worker, in, out);
    else pairs = write_rows(*worker, in, out);
    if (unmatched_) unmatched_->write(in, Records(worker->missed.data(), worker->missed.size()));
    counts_->unmatched.fetch_add(worker->missed.size(), std::memory_order_relaxed);
    counts_->matched.fetch_add(in.size() - worker->missed.size(), std::memory_order_relaxed);
    counts_->pairs.fetch_add(pairs, std::memory_order_relaxed);
    std::lock_guard lock(workers_->mutex);
    workers_->free.push_back(std::move(worker));
}

void Joiner::keep_streamed(Worker& worker, const Batch& in, Writer& out) const {
    for (uint32_t i = 0; i < in.size(); ++i) (worker.matcher.of(i).empty() ? worker.missed : worker.kept).push_back(i);
    const std::vector<uint32_t>& records = options_->kind.semi ? worker.kept : worker.missed;
    out.keep(in, Records(records.data(), records.size()));
}

uint64_t Joiner::write_rows(Worker& worker, const Batch& in, Writer& out) const {
    const JoinKind& kind = options_->kind;
    uint64_t pairs = 0;
    worker.rows.start(in);
    for (uint32_t i = 0; i < in.size(); ++i) {
        const std::span<const uint32_t> matches = worker.matcher.of(i);
        if (matches.empty()) {
            worker.missed.push_back(i);
            if (kind.keep_streamed) worker.rows.add(i, nullptr, out);
            continue;
        }
        pairs += matches.size();
        for (uint32_t built : matches) {
            if (kind.keep_built) side_->table->mark(built);
            worker.rows.add(i, side_->table->row(built), out);
        }
    }
    worker.rows.finish(out);
    return pairs;
}

bool Joiner::write_unmatched(Writer& out) {
    constexpr size_t most = 4096;
    if (!options_->kind.keep_built) return false;
    const JoinTable& table = *side_->table;
    std::vector<const char*> rows;
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
}

std::string Joiner::summary() const {
    return fmt::format(",\"matched\":{},\"unmatched\":{},\"pairs\":{},\"right_records\":{},\"right_keys\":{}",
                       counts_->matched.load(), counts_->unmatched.load(), counts_->pairs.load(), side_->table->records(),
                       side_->table->groups());
}

size_t Joiner::block_size() const {
    constexpr size_t bounds = 64 << 20, usual = 256 << 10, least = 256;
    const JoinTable& table = *side_->table;
    const bool spans = options_->matching.keys.within && table.records();
    const uint64_t most = spans ? table.places().most_holding() : table.most_in_group();
    if (options_->kind.only_streamed() || options_->matching.as_of || most <= bounds / usual / 4) return 0;
    return std::max<size_t>(least, bounds / 4 / most); // a pair takes some four times what a record of the stream does
}

} // namespace rowkit::ops
