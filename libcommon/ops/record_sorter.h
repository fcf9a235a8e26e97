// Sorts a stream of records, as a tool that holds them all: HoldingFolder of stream/shapes.h.
#pragma once

#include "ops/held_pieces.h"
#include "ops/piece_sort.h"
#include "stream/settings.h"

#include <memory>
#include <optional>

namespace rowkit::ops {

/// What a sort is to do.
struct SortOptions {
    bool unique = false;  // of records with the same key, the first one
    uint64_t memory = 0;  // bytes
    unsigned threads = 1;
    std::string tmpdir;
};

/// Reads memory, threads and so on from the command line's settings.
SortOptions sort_options(const Settings& settings);

class RecordSorter {
public:
    struct State { // of one worker
        std::optional<RecordKeys> keys;
        HeldPieces held;
    };

    RecordSorter(SortKeys keys, SortOptions options) : keys_(std::move(keys)), options_(std::move(options)) {}

    Demand demand() const { return {.kind = Demand::columns, .names = keys_.names(), .keeps = true}; }
    void open(const Header& header, const expr::BindOptions& bind);

    void add(State& state, const Batch& batch, const Place& place, const Writer& out) const;
    void merge(State& all, State&& one) const { all.held.take(std::move(one.held)); }
    void finish(State& all);
    bool part(uint64_t number, Writer& out) const;

private:
    void write(std::span<const SortItem> items, const SortItem* before, bool last, Writer& out) const;

    SortKeys keys_;
    SortOptions options_;
    Header header_;
    HeldPieces held_;
    std::unique_ptr<PieceSort> sort_;
};

} // namespace rowkit::ops
