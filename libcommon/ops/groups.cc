// Groups and the states of their aggregates.
#include "ops/groups.h"

#include "ops/value_runs.h"

#include <algorithm>

namespace rowkit::ops {

Groups::Groups(const GroupPlan& plan) {
    for (const StatePlan& state : plan.states) states_.push_back(state.make(state.constants));
}

void Groups::grow() {
    if (table_.size() == grown_) return;
    grown_ = table_.size();
    for (auto& state : states_) state->grow(grown_);
}

/// Returns which group here each of those is.
std::vector<uint32_t> Groups::add_keys(const Groups& other, std::span<const uint32_t> groups) {
    constexpr size_t chunk = 512; // keys whose memory is fetched together
    std::vector<uint32_t> into(groups.size());
    std::vector<KeyBytes> keys(std::min(chunk, groups.size()));
    std::vector<uint64_t> positions(keys.size());
    for (size_t from = 0; from < groups.size(); from += chunk) {
        const size_t count = std::min(chunk, groups.size() - from);
        for (size_t i = 0; i < count; ++i) other.table_.fetch(groups[from + i]);
        for (size_t i = 0; i < count; ++i) {
            keys[i] = other.table_.key(groups[from + i]);
            positions[i] = other.table_.first(groups[from + i]);
        }
        table_.find_or_add({keys.data(), count}, positions.data(), into.data() + from);
    }
    return into;
}

void Groups::absorb(Groups& other, std::span<const uint32_t> groups) {
    const std::vector<uint32_t> into = add_keys(other, groups);
    grow();
    if (other.spilled_ && std::ranges::find(groups, 0U) != groups.end()) spilled_ = 1;
    for (size_t i = 0; i < states_.size(); ++i) states_[i]->merge(*other.states_[i], groups, into.data());
}

void Groups::absorb_all(std::span<Groups* const> others, unsigned threads) {
    std::vector<std::vector<uint32_t>> into;
    for (Groups* other : others) into.push_back(add_keys(*other, expr::all_rows(other->size())));
    grow();
    for (size_t i = 0; i < states_.size(); ++i) {
        std::vector<Aggregator*> theirs;
        for (Groups* other : others) theirs.push_back(other->states_[i].get());
        states_[i]->merge_all(theirs, into, threads);
    }
}

/// The one group without a key.
void Groups::make_total() {
    if (size() != 0) return;
    table_.find_or_add(KeyBytes{"", 0, seeded_hash({}), 0}, 0);
    grow();
}

/// By way of the states' bytes: merging would take from them.
void Groups::add_all_of(Groups& other) {
    other.seal();
    if (other.size()) make_total();
    Buffer bytes;
    for (uint32_t group = 0; group < other.size(); ++group)
        for (size_t i = 0; i < states_.size(); ++i) {
            bytes.clear();
            StateWriter writer(bytes, StateForm::bytes);
            other.states_[i]->write(group, writer);
            StateBytes written(bytes.view());
            StateReader reader(written);
            states_[i]->read(0, reader);
        }
}

void Groups::take_all_of(Groups& other, uint32_t group) {
    make_total();
    const uint32_t into = 0;
    for (size_t i = 0; i < states_.size(); ++i) states_[i]->merge(*other.states_[i], {&group, 1}, &into);
}

void Groups::spill_values(const SpillLimits& limits) {
    if (size() != 1) return;
    for (auto& state : states_)
        if (state->spill_values(limits)) spilled_ = 1;
}

void Groups::limit(uint64_t most, const SpillLimits& limits) {
    if (bytes() <= most) return;
    spill_values(limits);
    if (bytes() > limits.for_one_group()) throw past_memory();
}

void Groups::seal() {
    for (auto& state : states_) state->seal();
}

expr::Value Groups::result(const GroupPlan& plan, size_t call, uint32_t group, Arena& arena,
                           Buffer& scratch) {
    const AggregateCall& made = plan.calls[call];
    return made.aggregate->result({*states_[made.state], group, made.constants, arena, scratch});
}

uint64_t Groups::bytes() const {
    uint64_t bytes = table_.bytes();
    for (const auto& state : states_) bytes += state->bytes();
    return bytes;
}

} // namespace rowkit::ops
