// One thread's part of a grouping.
#include "ops/group_worker.h"

#include <numeric>

namespace rowkit::ops {

using expr::Evaluation;

GroupWorker::Bound::Bound(const GroupPlan& plan, GroupInput input, const Header& header,
                          const expr::BindOptions& options) {
    if (input == GroupInput::partials) {
        partials.emplace(plan, header);
    } else {
        keys.emplace(plan.keys, header, options);
        arguments.emplace(plan.arguments, header, options);
    }
}

GroupWorker::GroupWorker(const GroupPlan& plan, GroupInput input, const Header& header, const expr::BindOptions& options)
    : plan_(plan), input_(input), header_(header), options_(options), bound_(plan, input, header, options), groups_(plan),
      keys_(Evaluation::chunk), group_of_(Evaluation::chunk) {
    options_.optional = true; // the first records have shown whether there is such a key; others may lack it
}

GroupWorker::Bound& GroupWorker::bound_for(const Header& header) {
    if (&header == &header_ || header.same_names(header_)) return bound_;
    if (!other_ || !header.same_names(other_header_)) {
        other_header_ = header;
        other_ = std::make_unique<Bound>(plan_, input_, header, options_);
    }
    return *other_;
}

void GroupWorker::add(const Batch& batch, const Place& place, Writer& notes) {
    if (place.block != block_) seen_ = 0;
    block_ = place.block;
    Bound& bound = bound_for(batch.header());
    if (bound.partials) {
        bound.partials->add(batch, place, position_of(block_, seen_), groups_);
        seen_ += batch.size();
        return;
    }
    const expr::BatchPlace record_place{0, place.line, place.name, place.text};
    bound.keys->start(batch, record_place);
    bound.arguments->start(batch, record_place);
    for (size_t old = rows_.size(); old < batch.size(); ++old) rows_.push_back(static_cast<uint32_t>(old));
    for (size_t from = 0; from < batch.size(); from += Evaluation::chunk) {
        const size_t size = std::min(Evaluation::chunk, batch.size() - from);
        add_chunk(bound, {rows_.data() + from, size}, position_of(block_, seen_ + from));
    }
    seen_ += batch.size();
    bound.keys->report(batch, notes);
    bound.arguments->report(batch, notes);
}

void GroupWorker::add_chunk(Bound& bound, std::span<const uint32_t> rows, uint64_t position) {
    bound.keys->make(rows, keys_.data());
    if (runs_) groups_.table().add_runs({keys_.data(), rows.size()}, position, group_of_.data());
    else groups_.table().find_or_add({keys_.data(), rows.size()}, position, group_of_.data());
    groups_.grow();
    bound.arguments->compute(rows);
    arena_.clear();
    for (size_t i = 0; i < plan_.states.size(); ++i) {
        const StatePlan& state = plan_.states[i];
        given_.clear();
        for (size_t argument : state.arguments) given_.push_back(&(*bound.arguments)[argument]);
        std::span<const uint32_t> chosen(rows_.data(), rows.size());
        if (state.condition) chosen = (*bound.arguments)[*state.condition].rows;
        groups_.state(i).add({chosen, group_of_.data(), position, given_, state.constants,
                              &arena_, &scratch_});
    }
}

} // namespace rowkit::ops
