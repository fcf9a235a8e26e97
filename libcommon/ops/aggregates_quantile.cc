// Aggregates of values by their rank: median, quantile, iqr, mad.
#include "ops/aggregate.h"
#include "ops/ranked_numbers.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

struct Collected {
    RankedNumbers numbers;

    void add(const AggregatorInput& in, uint32_t row) {
        if (in.has_number(row)) numbers.add(in.number(row));
    }
    void merge(Collected&& other) { numbers.merge(std::move(other.numbers)); }
    void write(StateWriter& out) const { numbers.write(out); }
    static Collected read(StateReader& in) { return {RankedNumbers::read(in)}; }
    uint64_t heap() const { return numbers.heap(); }
    void spill(const GroupLimits& limits) { numbers.spill(limits); }
    void seal() { numbers.seal(); }
};

/// R's type 7: the rank q (n - 1), and between two values in proportion. at(i) gives the value of rank i and the next one.
template <class At> Number interpolated(size_t size, const Number& q, const At& at) {
    const Number rank = Number(static_cast<int64_t>(size - 1)) * q;
    const auto below = static_cast<size_t>(floor(rank).to_int64().value_or(0));
    const auto [low, high] = at(below);
    const Number part = rank - Number(static_cast<int64_t>(below));
    if (part.is_zero() || below + 1 == size) return without_trailing_zeros(low);
    return without_trailing_zeros(low + (high - low) * part);
}

Number quantile_of(RankedNumbers& numbers, const Number& q) {
    return interpolated(numbers.size(), q, [&](size_t i) { return numbers.at(i); });
}

RankedNumbers& numbers(const ResultCall& call) { return state_of<Collected>(call).numbers; }

Value quantile(const ResultCall& call) {
    if (!numbers(call).size()) return {};
    return Value::of(quantile_of(numbers(call), call.constants[0].number()));
}

constexpr Number half(int64_t{5}, 1);

Value median(const ResultCall& call) {
    return numbers(call).size() ? Value::of(quantile_of(numbers(call), half)) : Value();
}

Value iqr(const ResultCall& call) {
    if (!numbers(call).size()) return {};
    return Value::of(quantile_of(numbers(call), Number(int64_t{75}, 2)) -
                     quantile_of(numbers(call), Number(int64_t{25}, 2)));
}

/// The median of the distances from the median.
Value mad(const ResultCall& call) {
    RankedNumbers& all = numbers(call);
    if (!all.size()) return {};
    const Number middle = quantile_of(all, half);
    if (!middle.is_finite()) { // what is infinite, too, has no distance from it
        const bool alone = all.at(0).first == middle && all.at(all.size() - 1).first == middle;
        return alone ? Value() : Value::of(abs(middle));
    }
    return Value::of(interpolated(all.size(), half, [&](size_t i) { return all.distances_at(i, middle); }));
}

constexpr std::array<Aggregate, 4> table = {{
    {"quantile", "quantile(x, 0.9)", "the value with that share below it; p01(x) to p99(x) are short for it", "nQ",
     make_per_group<Collected>, quantile},
    {"median", "median(x)", "the value in the middle", "n", make_per_group<Collected>, median},
    {"iqr", "iqr(x)", "p75 minus p25", "n", make_per_group<Collected>, iqr},
    {"mad", "mad(x)", "the median of the distances from the median", "n", make_per_group<Collected>, mad},
}};

} // namespace

AggregateFamily quantile_aggregates() { return {"By rank (between two values, in proportion)", table}; }

} // namespace rowkit::ops
