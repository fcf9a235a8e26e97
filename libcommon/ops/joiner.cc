// The streamed side of a join.
#include "ops/joiner.h"

#include "base/error.h"
#include "ops/joiner_worker.h"

#include <fmt/core.h>

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
    if (unmatched_) unmatched_->finish();
}

void Joiner::commit() const {
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
