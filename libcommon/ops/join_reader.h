// What is kept of the built side's records as they are read: their keys, cells, and places on a line.
#pragma once

#include "ops/join_keys.h"
#include "ops/join_spill.h"
#include "ops/join_table.h"
#include "stream/stage.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace rowkit::ops {

/// What is asked of the built side.
struct JoinBuildOptions {
    std::vector<KeyPart> keys;
    std::vector<bool> plain;         // of each key: its column is not kept for itself
    std::vector<expr::Formula> span; // a point of each record, or the low and the high end of a span
    bool only_keys = false;          // no cell is written
    bool key_cells = false; // the cells of plain keys are kept too, for records that nothing is joined to
    bool one = false;       // two records with the same key are an error
    JoinTable::Options table;
};

/// The built side as the streamed side looks at it.
struct JoinSide {
    std::string name;            // of the file, for messages
    std::vector<Column> columns; // those that are written
    /// A plain key's cell, which is kept beside those of `columns` for records that nothing is joined to.
    struct KeyCell {
        int32_t cell = -1; // of a row; -1: it is not kept
        Column column;     // without a name: another one has its value
        size_t before = 0; // where it stands among `columns` in the file
    };
    std::vector<KeyCell> key_cells; // of each key
    size_t row_cells = 0;
    std::unique_ptr<JoinTable> table;
    std::unique_ptr<JoinSpilledSide> spilled; // in its place, where memory did not hold it
};

/// The folder that collects the records; side by side, or a batch at a time where somebody else calls add().
class JoinReader {
public:
    struct State {
        JoinPieces read;
        std::unique_ptr<GroupKeys> keys;
        std::vector<std::unique_ptr<expr::Evaluation>> span;
        std::vector<expr::Value> values;
        std::vector<KeyBytes> chunk;
        std::vector<uint32_t> rows;
        Buffer bytes;
        std::vector<size_t> ends;
        uint64_t counted = 0; // of the memory in use
        std::unique_ptr<BuiltSpill> spill;
    };

    /// `limits`: past them records go to temporary files; null: there are none.
    JoinReader(const JoinBuildOptions& options, JoinSide& side, const expr::BindOptions& bind,
               const JoinLimits* limits)
        : options_(options), side_(side), bind_(bind), limits_(limits) {
        if (limits) hashes_ = std::make_shared<HashFilter>(limits->for_built / 16);
    }

    Demand demand() const {
        std::vector<std::string> names = names_of(options_.keys);
        for (const expr::Formula& end : options_.span)
            std::ranges::copy(end.names(), std::back_inserter(names));
        return {.kind = options_.only_keys ? Demand::columns : Demand::all, .names = std::move(names)};
    }
    ToolOutput output() const { return ToolOutput::text; }
    Header open(const Header& in);
    void add(State& state, const Batch& in, const Place& place, Writer& notes) const;
    void merge(State&, State&& one) { states_.push_back(std::move(one)); }
    void finish(State&, Writer&);

private:
    void keep_spans(State& state, const Batch& in, const Place& place, JoinPieces::Piece& piece,
                    Writer& notes) const;
    void keep_rows(State& state, const Batch& in, JoinPieces::Piece& piece) const;
    void count(State& state) const;
    void spill(State& state) const;

    const JoinBuildOptions& options_;
    JoinSide& side_;
    expr::BindOptions bind_;
    const JoinLimits* limits_;
    std::shared_ptr<HashFilter> hashes_; // of what is spilled
    std::vector<expr::Formula> span_;    // bound
    Header header_;
    std::vector<uint32_t> stored_; // the columns whose cells are kept
    mutable std::atomic<uint64_t> used_ = 0;
    mutable std::atomic<bool> spills_ = false;
    std::vector<State> states_; // of workers that are done
};

} // namespace rowkit::ops
