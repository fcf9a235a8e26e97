// What a grouping does: read from `n = count(), total = sum(fare) by vendor, date(pickup) as day`.
#pragma once

#include "expr/formula.h"
#include "ops/aggregate.h"
#include "ops/group_keys.h"

#include <memory>
#include <string>
#include <vector>

namespace rowkit::ops {

/// One aggregator for all groups, and what it is given.
struct StatePlan {
    std::unique_ptr<Aggregator> (*make)(std::span<const expr::Value> constants) = nullptr;
    std::vector<size_t> arguments;        // of GroupPlan::arguments
    std::optional<size_t> condition;      // too
    std::vector<expr::Value> constants;   // where states depend on them
};

/// One call of an aggregate.
struct AggregateCall {
    const Aggregate* aggregate = nullptr;
    size_t state = 0; // of GroupPlan::states
    std::vector<expr::Value> constants;
};

/// One column of the output that is no key.
struct OutputPlan {
    std::string name;
    std::optional<size_t> call; // it is this aggregate's value
    expr::Formula
        formula; // else: computed from keys and aggregates, which are columns named by result_header()
};

/// Immutable once read.
struct GroupPlan {
    std::string source;
    std::vector<KeyPart> keys;
    std::vector<Argument> arguments;
    std::vector<StatePlan> states;
    std::vector<AggregateCall> calls;
    std::vector<OutputPlan> outputs;
    std::vector<std::shared_ptr<const expr::Program>> constants; // that values of calls and states point into

    /// Throws Error (exit 2) with the place underlined.
    static GroupPlan parse(std::string source);

    /// The columns and JSON paths that keys and arguments name.
    std::vector<std::string> names() const;
    /// Whether batches must come in order, since a record's number is asked for.
    bool in_order() const;
    /// An aggregate whose value depends on the order of records; null where there is none.
    const Aggregate* ordered_aggregate() const;
    /// The names of the output's columns.
    Header header() const;
    /// What formulas of outputs see: keys, then calls.
    Header result_header() const;
    bool needs_formulas() const;
    /// The column of result_header() that is a call's value: a name that nobody can write.
    static std::string call_column(size_t call);

    GroupPlan() = default;
    GroupPlan(GroupPlan&&) = default;
    GroupPlan& operator=(GroupPlan&&) = default;
};

} // namespace rowkit::ops
