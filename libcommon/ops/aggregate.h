// The table of aggregates.
#pragma once

#include "ops/aggregator.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// What an aggregate's result is made of.
struct ResultCall {
    Aggregator& states;
    uint32_t group;
    std::span<const expr::Value> constants;
    Arena& arena; // for texts
    Buffer& scratch;
};

/// An aggregate's row in the table. Aggregates that share `make` and their arguments share their states.
struct Aggregate {
    std::string_view names;     // "stdev stddev sd": the first is the name, the others aliases
    std::string_view signature; // "quantile(x, q)"
    std::string_view meaning;   // one line, no full stop
    /// How each argument is read: n a number, o a number or another value, r a number or a time, v any value,
    /// c a condition, b one that must hold; a capital is a constant: N a positive number, K a whole one, Q
    /// one from 0 to 1, T a text, M one that interpolation_of() knows. Those after `?` may be left out. A
    /// condition may follow always.
    std::string_view arguments;
    std::unique_ptr<Aggregator> (*make)(std::span<const expr::Value> constants);
    expr::Value (*result)(const ResultCall&);
    bool shaped = false; // states depend on the constants
    bool approximate = false;
    bool in_order = false; // what it gives depends on the order of the records
};

template <class State> std::unique_ptr<Aggregator> make_per_group(std::span<const expr::Value>) {
    return std::make_unique<PerGroup<State>>();
}
template <class State> State& state_of(const ResultCall& call) {
    return static_cast<PerGroup<State>&>(call.states)[call.group];
}

/// One family's rows; a file each, aggregates_NAME.cc.
struct AggregateFamily {
    std::string_view title;
    std::span<const Aggregate> aggregates;
};

AggregateFamily count_aggregates();
AggregateFamily sum_aggregates();
AggregateFamily moment_aggregates();
AggregateFamily quantile_aggregates();
AggregateFamily extreme_aggregates();
AggregateFamily extreme_of_aggregates();
AggregateFamily place_aggregates();
AggregateFamily value_aggregates();
AggregateFamily pair_aggregates();
AggregateFamily truth_aggregates();
AggregateFamily sketch_aggregates();

std::span<const AggregateFamily> aggregate_families();

/// The one of that name or alias that takes so many arguments, a condition at the end included; null where
/// there is none. p01 to p99 are found as quantile.
const Aggregate* find_aggregate(std::string_view name, size_t arguments);
/// Whatever it takes.
const Aggregate* find_aggregate(std::string_view name);
/// The 95 of p95; nothing for other names.
std::optional<int> percentile_of(std::string_view name);
std::vector<std::string> aggregate_names();

/// Every aggregate with its meaning, one a line.
std::string aggregate_listing();
/// The same as paragraphs of a manual page, one for each family.
std::vector<std::string> aggregate_paragraphs();

} // namespace rowkit::ops
