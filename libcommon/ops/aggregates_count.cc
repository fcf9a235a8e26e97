// Aggregates that count records and look at conditions.
#include "ops/aggregate.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

struct Counted {
    uint64_t count = 0;

    void merge(Counted&& other) { count += other.count; }
    void write(StateWriter& out) const { out.integer(count); }
};
struct Records : Counted {
    void add(const AggregatorInput&, uint32_t) { ++count; }
    static Records read(StateReader& in) { return {{in.integer()}}; }
};
struct Values : Counted {
    void add(const AggregatorInput& in, uint32_t row) { count += !in.value(row).is_null(); }
    static Values read(StateReader& in) { return {{in.integer()}}; }
};

template <class State> Value count_of(const ResultCall& call) {
    return Value::of(Number(static_cast<int64_t>(state_of<State>(call).count)));
}

constexpr std::array<Aggregate, 3> table = {{
    {"count n", "count()", "records", "", make_per_group<Records>, count_of<Records>},
    {"count", "count(x)", "values that are not null", "v", make_per_group<Values>, count_of<Values>},
    {"count_if countif", "count_if(condition)", "records for which it holds", "b", make_per_group<Records>,
     count_of<Records>},
}};

} // namespace

AggregateFamily count_aggregates() { return {"Counting", table}; }

} // namespace rowkit::ops
