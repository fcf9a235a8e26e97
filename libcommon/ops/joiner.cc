// The streamed side of a join.
#include "ops/joiner.h"

#include "base/error.h"
#include "data/path.h"
#include "ops/joiner_worker.h"

#include <algorithm>
#include <fmt/core.h>
#include <unordered_set>

namespace rowkit::ops {

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
        const bool written =
            root.op == expr::Op::column && root.column < static_cast<int32_t>(header_.size());
        key_columns_.push_back(written ? root.column : -1);
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

/// Columns of the built side under names that neither the streamed side has nor another one of them. One
/// inside an object must not make the object a second time.
std::vector<Column> Joiner::untaken(std::vector<Column> columns) const {
    using Names = std::unordered_set<std::string>;
    auto object_of = [](const Column& column) {
        const auto path = column.nested ? Path::parse(column.name) : std::nullopt;
        return path ? std::get<std::string>(path->steps()[0]) : column.name;
    };
    Names taken, whole, own, own_objects, given;
    for (const Column& column : header_.columns) {
        taken.insert(column.name);
        if (!column.nested) whole.insert(column.name);
    }
    for (const Column& column : columns) {
        own.insert(column.name);
        own_objects.insert(object_of(column));
    }
    auto suffixed = [&](std::string name, std::initializer_list<const Names*> others) {
        do {
            name += options_->suffix;
        } while (std::ranges::any_of(others, [&](const Names* names) { return names->contains(name); }));
        return name;
    };
    for (Column& column : columns) {
        if (column.nested && whole.contains(object_of(column))) {
            std::vector<Path::Step> steps = Path::parse(column.name)->steps();
            steps[0] = suffixed(object_of(column), {&whole, &own_objects});
            column.name = Path(std::move(steps)).text();
        }
        if (!taken.contains(column.name)) continue;
        column.name = suffixed(column.name, {&taken, &own, &given});
        given.insert(column.name);
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

void Joiner::finish() const {
    if (past_ && counts_->matched + counts_->unmatched != past_->streamed_records) {
        if (past_->error) std::rethrow_exception(past_->error);
        throw Error(
            Exit::io, {}, "the stream is not what it was at its first reading",
            "a larger --memory, with which it is read but once; or a copy of the file that nobody writes to");
    }
    if (merge_ && !options_->kind.keep_built) merge_->finish();
    if (unmatched_) unmatched_->commit();
}

std::string Joiner::summary() const {
    std::string text = fmt::format(",\"matched\":{},\"unmatched\":{},\"pairs\":{}", counts_->matched.load(),
                                   counts_->unmatched.load(), counts_->pairs.load());
    if (past_)
        text +=
            fmt::format(",\"right_records\":{},\"right_keys\":{}", past_->built_records, past_->built_keys);
    if (merge_)
        text += fmt::format(",\"right_records\":{},\"right_keys\":{}", merge_->records(), merge_->keys());
    if (side_->table)
        text += fmt::format(",\"right_records\":{},\"right_keys\":{}", side_->table->records(),
                            side_->table->groups());
    return text;
}

} // namespace rowkit::ops
