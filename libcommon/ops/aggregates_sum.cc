// Aggregates made of exact sums: sum, mean.
#include "ops/aggregate.h"
#include "ops/exact_ratio.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

/// Half of a cache line: there may be millions.
struct alignas(32) Sum {
    NumberSum sum;

    uint64_t count() const { return sum.terms(); }
    void add(const AggregatorInput& in, uint32_t row) {
        if (in.has_number(row)) sum.add(in.number(row));
    }
    void merge(Sum&& other) {
        if (count() == 0) *this = std::move(other);
        else sum.merge(other.sum);
    }
    void write(StateWriter& out) const {
        out.integer(count());
        if (count()) out.sum(sum);
    }
    static Sum read(StateReader& in) {
        Sum read;
        if (const uint64_t count = in.integer()) {
            read.sum = in.sum();
            read.sum.set_terms(count);
        }
        return read;
    }
};
static_assert(sizeof(Sum) == 32);

Value sum(const ResultCall& call) {
    const Sum& state = state_of<Sum>(call);
    return state.count() ? Value::of(state.sum.result()) : Value();
}

Value mean(const ResultCall& call) {
    const Sum& state = state_of<Sum>(call);
    if (!state.count()) return {};
    NumberSum count;
    count.add(Number(state.count()));
    return ratio_of_sums(state.sum, count);
}

constexpr std::array<Aggregate, 2> table = {{
    {"sum total", "sum(x)", "the sum, exact", "n", make_per_group<Sum>, sum},
    {"mean avg average", "mean(x)", "the arithmetic mean", "n", make_per_group<Sum>, mean},
}};

} // namespace

AggregateFamily sum_aggregates() { return {"Sums", table}; }

} // namespace rowkit::ops
