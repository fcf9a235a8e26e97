// One thread's part of a grouping.
#include "ops/group_worker.h"

#include <algorithm>
#include <array>

namespace rowkit::ops {
namespace {

// So that each part has enough keys for their groups to be fetched from memory together.
constexpr size_t shared_chunk = 64 * SharedGroups::parts;

} // namespace

GroupWorker::Bound::Bound(const GroupPlan& plan, GroupInput input, const Header& header,
                          const expr::BindOptions& options) {
    if (input == GroupInput::partials) {
        partials.emplace(plan, header);
    } else {
        keys.emplace(plan.keys, header, options);
        arguments.emplace(plan.arguments, header, options);
    }
}

GroupWorker::GroupWorker(const GroupPlan& plan, GroupInput input, const Header& header,
                         const expr::BindOptions& options)
    : plan_(plan), input_(input), header_(header), options_(options), bound_(plan, input, header, options),
      groups_(plan), keys_(chunk_), group_of_(chunk_) {
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
        bound.partials->add(batch, position_of(block_, seen_), groups_);
        seen_ += batch.size();
        return;
    }
    const expr::BatchPlace record_place = counter_.next(batch, place);
    bound.keys->start(batch, record_place);
    bound.arguments->start(batch, record_place);
    for (size_t old = rows_.size(); old < batch.size(); ++old) rows_.push_back(static_cast<uint32_t>(old));
    for (size_t from = 0; from < batch.size(); from += chunk_) {
        const size_t size = std::min(chunk_, batch.size() - from);
        add_chunk(bound, {rows_.data() + from, size}, position_of(block_, seen_ + from));
    }
    seen_ += batch.size();
    expr::OddColumns odd; // a cell is told once, however many look at it
    bound.keys->add_odd(odd);
    bound.arguments->add_odd(odd);
    if (!odd.empty()) expr::report_odd_values(odd, batch.header().names(), batch, notes);
}

void GroupWorker::share(SharedGroups& shared) {
    shared.absorb(groups_);
    groups_ = Groups(plan_);
    shared_ = &shared;
    first_part_ = SharedGroups::part_of(reinterpret_cast<uintptr_t>(this) * 0x9E3779B97F4A7C15);
    chunk_ = shared_chunk;
    for (auto* each : {&by_part_, &part_groups_, &chosen_, &group_of_}) each->resize(chunk_);
    for (auto* each : {&part_keys_, &keys_}) each->resize(chunk_);
    part_positions_.resize(chunk_);
    holds_.resize(chunk_);
}

void GroupWorker::add_chunk(Bound& bound, std::span<const uint32_t> rows, uint64_t position) {
    bound.keys->make(rows, keys_.data());
    bound.arguments->compute(rows);
    arena_.clear();
    if (shared_) return add_shared(*bound.arguments, rows.size(), position);
    if (runs_) groups_.table().add_runs({keys_.data(), rows.size()}, position, group_of_.data());
    else groups_.table().find_or_add({keys_.data(), rows.size()}, position, group_of_.data());
    groups_.grow();
    add_states(*bound.arguments, groups_, {rows_.data(), rows.size()}, true, position);
}

/// `all`: the rows are those of the whole chunk.
void GroupWorker::add_states(const Arguments& arguments, Groups& groups, std::span<const uint32_t> rows,
                             bool all, uint64_t position) {
    for (size_t i = 0; i < plan_.states.size(); ++i) {
        const StatePlan& state = plan_.states[i];
        given_.clear();
        for (size_t argument : state.arguments) given_.push_back(&arguments[argument]);
        std::span<const uint32_t> chosen = rows;
        if (state.condition) {
            chosen = arguments[*state.condition].rows;
            if (!all) {
                std::ranges::fill(holds_, uint8_t{0});
                for (uint32_t row : chosen) holds_[row] = 1;
                size_t count = 0;
                for (uint32_t row : rows)
                    if (holds_[row]) chosen_[count++] = row;
                chosen = {chosen_.data(), count};
            }
        }
        groups.state(i).add(
            {chosen, group_of_.data(), position, given_, state.constants, &arena_, &scratch_});
    }
}

/// A chunk part by part: those that others are at come last.
void GroupWorker::add_shared(const Arguments& arguments, size_t rows, uint64_t position) {
    std::array<uint32_t, SharedGroups::parts + 1> starts{};
    for (size_t i = 0; i < rows; ++i) ++starts[SharedGroups::part_of(keys_[i].hash) + 1];
    for (size_t i = 0; i < SharedGroups::parts; ++i) starts[i + 1] += starts[i];
    auto next = starts;
    for (uint32_t i = 0; i < rows; ++i) by_part_[next[SharedGroups::part_of(keys_[i].hash)]++] = i;
    std::array<bool, SharedGroups::parts> done{};
    for (const bool waits : {false, true}) {
        for (size_t k = 0; k < SharedGroups::parts; ++k) {
            const size_t at = (first_part_ + k) % SharedGroups::parts;
            const std::span<const uint32_t> mine(by_part_.data() + starts[at], starts[at + 1] - starts[at]);
            if (done[at] || mine.empty()) continue;
            SharedGroups::Part& part = (*shared_)[at];
            std::unique_lock lock(part.mutex, std::defer_lock);
            if (waits) lock.lock();
            else if (!lock.try_lock()) continue;
            done[at] = true;
            for (size_t i = 0; i < mine.size(); ++i) {
                part_keys_[i] = keys_[mine[i]];
                part_positions_[i] = position + mine[i];
            }
            part.groups->table().find_or_add({part_keys_.data(), mine.size()}, part_positions_.data(),
                                             part_groups_.data());
            for (size_t i = 0; i < mine.size(); ++i) group_of_[mine[i]] = part_groups_[i];
            part.groups->grow();
            add_states(arguments, *part.groups, mine, false, position);
        }
    }
}

} // namespace rowkit::ops
