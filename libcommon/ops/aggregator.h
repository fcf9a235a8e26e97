// What aggregates keep of each group.
#pragma once

#include "ops/arguments.h"
#include "ops/state_text.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace rowkit::ops {

struct SpillLimits;

/// Some records of a chunk with their groups and arguments.
struct AggregatorInput {
    std::span<const uint32_t> rows;    // their numbers in the chunk, ascending
    const uint32_t* groups = nullptr;  // by number in the chunk
    uint64_t position = 0;             // in the input, of number 0
    std::span<const ArgumentValues* const> arguments{};
    std::span<const expr::Value> constants{};
    Arena* arena = nullptr;            // free to use, until the next chunk
    Buffer* scratch = nullptr;

    const ArgumentValues& argument(size_t i = 0) const { return *arguments[i]; }
    bool has_number(uint32_t row, size_t i = 0) const {
        return arguments[i]->kinds[row] == ArgumentValues::number;
    }
    const Number& number(uint32_t row, size_t i = 0) const { return arguments[i]->numbers[row]; }
    const expr::Value& value(uint32_t row, size_t i = 0) const { return arguments[i]->values[row]; }
};

/// The states of all groups for one aggregate, column-wise. What it gives must not depend on the order in
/// which records and other aggregators' states came: what does (the first value) goes by positions in the
/// input. Not thread-safe.
class Aggregator {
public:
    virtual ~Aggregator() = default;

    /// There are that many groups now.
    virtual void grow(size_t groups) = 0;
    virtual void add(const AggregatorInput& in) = 0;
    /// Takes over the states of groups from[i] of an aggregator of the same kind into the groups into[i].
    /// Several threads may take different groups of one `other`, which was sealed.
    virtual void merge(Aggregator& other, std::span<const uint32_t> from, const uint32_t* into) = 0;

    /// Takes over all groups of others[i], which was sealed, those of number g into the groups into[i][g]: as
    /// merge() does, and by so many threads where that is worth while.
    virtual void merge_all(std::span<Aggregator* const> others, std::span<const std::vector<uint32_t>> into,
                           [[maybe_unused]] unsigned threads) {
        for (size_t i = 0; i < others.size(); ++i)
            merge(*others[i], expr::all_rows(into[i].size()), into[i].data());
    }

    virtual void write(uint32_t group, StateWriter& out) const = 0;
    /// Merges what was written into the group.
    virtual void read(uint32_t group, StateReader& in) = 0;

    /// Bytes of memory, roughly.
    virtual uint64_t bytes() const = 0;
    /// After the last change: states will be merged into others, or results asked for, of different groups by
    /// several threads at once.
    virtual void seal() {}
    /// Where there is one group: puts the values that it holds into temporary files, if they can be
    /// elsewhere. It can then be merged, and written as text. Throws Error (exit 4) where the files can't be
    /// written.
    virtual bool spill_values(const SpillLimits&) { return false; }
};

/// An aggregator whose groups each have a State of their own, which offers
///
///     void add(const AggregatorInput& in, uint32_t row);   where in.argument() is there or not
///     void merge(State&& other);
///     void write(StateWriter&) const;   static State read(StateReader&);
///     uint64_t heap() const;            bytes that it holds elsewhere; optional: 0 where there are none
///     void spill(const SpillLimits&);   optional: as spill_values()
///     void seal();                      optional: as that of an Aggregator
template <class State> class PerGroup final : public Aggregator {
public:
    void grow(size_t groups) override { states_.resize(groups); }

    void add(const AggregatorInput& in) override {
        const size_t count = in.rows.size();
        const bool far = states_.size() > fetched_ahead;
        for (size_t i = 0; far && i < std::min(ahead, count); ++i)
            __builtin_prefetch(&states_[in.groups[in.rows[i]]], 1);
        for (size_t i = 0; i < count; ++i) {
            if (far && i + ahead < count) __builtin_prefetch(&states_[in.groups[in.rows[i + ahead]]], 1);
            const uint32_t row = in.rows[i];
            State& state = states_[in.groups[row]];
            if constexpr (counts_heap) heap_ -= state.heap();
            state.add(in, row);
            if constexpr (counts_heap) heap_ += state.heap();
        }
    }
    void merge(Aggregator& other, std::span<const uint32_t> from, const uint32_t* into) override {
        auto& theirs = static_cast<PerGroup&>(other).states_;
        for (size_t i = 0; i < from.size(); ++i) {
            if (i + ahead < from.size()) {
                __builtin_prefetch(&theirs[from[i + ahead]]);
                __builtin_prefetch(&states_[into[i + ahead]], 1);
            }
            merge_one(states_[into[i]], std::move(theirs[from[i]]));
        }
    }
    void write(uint32_t group, StateWriter& out) const override { states_[group].write(out); }
    void read(uint32_t group, StateReader& in) override { merge_one(states_[group], State::read(in)); }
    uint64_t bytes() const override { return states_.capacity() * sizeof(State) + heap_; }

    bool spill_values([[maybe_unused]] const SpillLimits& limits) override {
        if constexpr (requires(State& state) { state.spill(limits); }) {
            heap_ -= states_[0].heap();
            states_[0].spill(limits);
            heap_ += states_[0].heap();
            return true;
        }
        return false;
    }
    void seal() override {
        if constexpr (requires(State& state) { state.seal(); })
            for (State& state : states_) state.seal();
    }

    State& operator[](uint32_t group) { return states_[group]; }

private:
    static constexpr size_t ahead = 8;
    static constexpr size_t fetched_ahead = 2048; // states from which on they lie outside the nearest caches
    static constexpr bool counts_heap = requires(const State& state) { state.heap(); };

    void merge_one(State& mine, State&& theirs) {
        if constexpr (counts_heap) heap_ -= mine.heap();
        mine.merge(std::move(theirs));
        if constexpr (counts_heap) heap_ += mine.heap();
    }

    std::vector<State> states_;
    uint64_t heap_ = 0;
};

} // namespace rowkit::ops
