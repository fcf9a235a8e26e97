// The streamed side of a join.
#include "ops/joiner.h"

#include "ops/join_rows.h"

#include <algorithm>
#include <unordered_set>

namespace rowkit::ops {

using expr::Evaluation;

/// What one thread needs for a batch.
class Joiner::Worker {
public:
    Worker(const Joiner& joiner)
        : keys_(joiner.options_->keys.streamed, joiner.header_, joiner.bind_), table_(*joiner.side_->table),
          parts_(joiner.options_->keys.size()), null_keys_(joiner.options_->null_keys), chunk_(Evaluation::chunk),
          rows_(table_, joiner.built_columns_.size(), joiner.options_->kind.keep_built) {}

    /// Finds each record's group.
    void find(const Batch& in, const Place& place, Writer& out) {
        groups_.resize(in.size());
        for (size_t old = numbers_.size(); old < in.size(); ++old) numbers_.push_back(static_cast<uint32_t>(old));
        keys_.start(in, {0, place.line, place.name, place.text});
        for (size_t from = 0; from < in.size(); from += Evaluation::chunk) {
            const size_t size = std::min(Evaluation::chunk, in.size() - from);
            keys_.make({numbers_.data() + from, size}, chunk_.data());
            table_.keys().find({chunk_.data(), size}, groups_.data() + from);
            if (null_keys_) continue;
            for (size_t i = 0; i < size; ++i) // a null is no empty text here
                if (has_null(chunk_[i], parts_)) groups_[from + i] = GroupTable::none;
        }
        keys_.report(in, out);
    }
    const std::vector<uint32_t>& groups() const { return groups_; }
    JoinRows& rows() { return rows_; }
    std::vector<uint32_t>& list() { return list_; }

private:
    GroupKeys keys_;
    const JoinTable& table_;
    size_t parts_;
    bool null_keys_;
    std::vector<KeyBytes> chunk_;
    std::vector<uint32_t> numbers_, groups_, list_;
    JoinRows rows_;
};

Joiner::Joiner(std::shared_ptr<const JoinSide> side, std::shared_ptr<const JoinerOptions> options)
    : side_(std::move(side)), options_(std::move(options)), counts_(std::make_shared<JoinCounts>()) {}

Header Joiner::open(const Header& in, const expr::BindOptions& bind) {
    header_ = in;
    bind_ = bind;
    key_columns_.clear();
    for (const KeyPart& key : options_->keys.streamed) {
        expr::Formula formula = key.formula;
        formula.bind(in, bind);
        const expr::Node& root = formula.program().root();
        key_columns_.push_back(root.op == expr::Op::column ? root.column : -1);
    }
    workers_ = std::make_shared<Workers>();
    if (options_->kind.only_streamed()) return in;
    if (built_columns_.empty()) {
        std::unordered_set<std::string> taken;
        for (const Column& column : in.columns) taken.insert(column.name);
        for (Column column : side_->columns) {
            while (taken.contains(column.name)) column.name += options_->suffix;
            built_columns_.push_back(std::move(column));
        }
    }
    Header out = in;
    out.line.clear();
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
    worker->find(in, place, out);
    const JoinKind& kind = options_->kind;
    const JoinTable& table = *side_->table;
    const std::vector<uint32_t>& groups = worker->groups();
    uint64_t matched = 0, pairs = 0;
    if (kind.only_streamed()) {
        std::vector<uint32_t>& kept = worker->list();
        kept.clear();
        for (uint32_t i = 0; i < in.size(); ++i) {
            const bool found = groups[i] != GroupTable::none;
            matched += found;
            if (found == kind.semi) kept.push_back(i);
        }
        out.keep(in, Records(kept.data(), kept.size()));
    } else {
        JoinRows& rows = worker->rows();
        rows.start(in);
        for (uint32_t i = 0; i < in.size(); ++i) {
            if (groups[i] == GroupTable::none) {
                if (kind.keep_streamed) rows.add(i, JoinRows::nothing, out);
                continue;
            }
            ++matched;
            const auto members = table.of_group(groups[i]);
            pairs += members.size();
            for (uint32_t built : members) {
                if (kind.keep_built) table.mark(built);
                rows.add(i, built, out);
            }
        }
        rows.finish(out);
    }
    counts_->matched.fetch_add(matched, std::memory_order_relaxed);
    counts_->unmatched.fetch_add(in.size() - matched, std::memory_order_relaxed);
    counts_->pairs.fetch_add(pairs, std::memory_order_relaxed);
    std::lock_guard lock(workers_->mutex);
    workers_->free.push_back(std::move(worker));
}

uint32_t Joiner::write_unmatched(uint32_t from, Writer& out) const {
    constexpr size_t most = 4096;
    const JoinTable& table = *side_->table;
    std::vector<std::vector<Cell>> cells(header_.size() + built_columns_.size());
    size_t count = 0;
    for (; from < table.records() && count < most; ++from) {
        if (table.marked(from)) continue;
        ++count;
        for (size_t i = 0; i < header_.size(); ++i) cells[i].push_back(Cell{"", 0, Form::null, '"'});
        table.each_cell(from, side_->row_cells, [&](size_t c, const Cell& cell) {
            if (c < built_columns_.size()) cells[header_.size() + c].push_back(cell);
            for (size_t key = 0; key < side_->key_cells.size(); ++key)
                if (side_->key_cells[key] == static_cast<int32_t>(c) && key_columns_[key] >= 0)
                    cells[static_cast<size_t>(key_columns_[key])].back() = cell;
        });
    }
    std::vector<OutColumn> columns;
    for (const std::vector<Cell>& each : cells) columns.push_back({.cells = each.data()});
    if (count) out.add(count, columns);
    return from;
}

} // namespace rowkit::ops
