// Aggregates of conditions: bool_and, bool_or.
#include "expr/coerce.h"
#include "ops/aggregate.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

struct Truths {
    uint64_t holds = 0, fails = 0;

    void add(const AggregatorInput& in, uint32_t row) {
        if (const auto truth = expr::as_boolean(in.value(row))) ++(*truth ? holds : fails);
    }
    void merge(Truths&& other) {
        holds += other.holds;
        fails += other.fails;
    }
    void write(StateWriter& out) const {
        out.integer(holds);
        out.integer(fails);
    }
    static Truths read(StateReader& in) {
        Truths read;
        read.holds = in.integer();
        read.fails = in.integer();
        return read;
    }
};

Value bool_and(const ResultCall& call) {
    const Truths& state = state_of<Truths>(call);
    return state.holds + state.fails ? Value::of(state.fails == 0) : Value();
}

Value bool_or(const ResultCall& call) {
    const Truths& state = state_of<Truths>(call);
    return state.holds + state.fails ? Value::of(state.holds > 0) : Value();
}

Value share(const ResultCall& call) {
    const Truths& state = state_of<Truths>(call);
    const auto part = divide(Number(static_cast<int64_t>(state.holds)),
                             Number(static_cast<int64_t>(state.holds + state.fails)));
    return part ? Value::of(*part) : Value();
}

constexpr std::array<Aggregate, 3> table = {{
    {"bool_and every", "bool_and(condition)", "whether it holds for all records", "c", make_per_group<Truths>,
     bool_and},
    {"bool_or some", "bool_or(condition)", "whether it holds for one at least", "c", make_per_group<Truths>,
     bool_or},
    {"share_if", "share_if(condition)", "for what part of the records it holds", "c", make_per_group<Truths>,
     share},
}};

} // namespace

AggregateFamily truth_aggregates() { return {"Conditions", table}; }

} // namespace rowkit::ops
