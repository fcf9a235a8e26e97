// Aggregates of values by their rank: median, quantile, iqr, mad.
#include "ops/aggregate.h"
#include "ops/interpolation.h"
#include "ops/ranked_numbers.h"

#include <algorithm>
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
    void spill(const SpillLimits& limits) { numbers.spill(limits); }
    void seal() { numbers.seal(); }
};

RankedNumbers& numbers(const ResultCall& call) { return state_of<Collected>(call).numbers; }

Number quantile_of(RankedNumbers& numbers, const Number& q, Interpolation how = Interpolation::linear) {
    return quantile_of(numbers.size(), q, how, [&](size_t i) { return numbers.at(i); });
}

Value quantile(const ResultCall& call) {
    if (!numbers(call).size()) return {};
    const auto how = call.constants.size() > 1 ? interpolation_of(call.constants[1].text()) : std::nullopt;
    return Value::of(
        quantile_of(numbers(call), call.constants[0].number(), how.value_or(Interpolation::linear)));
}

/// As percentile_disc of SQL.
Value quantile_disc(const ResultCall& call) {
    RankedNumbers& all = numbers(call);
    if (!all.size()) return {};
    const Number reached = ceil(Number(static_cast<int64_t>(all.size())) * call.constants[0].number());
    const int64_t count = std::max(reached.to_int64().value_or(1), int64_t{1});
    return Value::of(without_trailing_zeros(all.at(static_cast<size_t>(count - 1)).first));
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
    return Value::of(quantile_of(all.size(), half, Interpolation::linear,
                                 [&](size_t i) { return all.distances_at(i, middle); }));
}

constexpr std::array<Aggregate, 5> table = {{
    {"quantile", "quantile(x, 0.9)",
     "the value with that share below it; p01(x) to p99(x) are short for it; between two values in "
     "proportion, or as a text after the share says: \"lower\", \"higher\", \"nearest\", \"midpoint\"",
     "nQ?M", make_per_group<Collected>, quantile},
    {"quantile_disc percentile_disc", "quantile_disc(x, 0.9)",
     "the least value that this share of the values does not exceed", "nQ", make_per_group<Collected>,
     quantile_disc},
    {"median", "median(x)", "the value in the middle", "n", make_per_group<Collected>, median},
    {"iqr", "iqr(x)", "p75 minus p25", "n", make_per_group<Collected>, iqr},
    {"mad", "mad(x)", "the median of the distances from the median", "n", make_per_group<Collected>, mad},
}};

} // namespace

AggregateFamily quantile_aggregates() { return {"By rank", table}; }

} // namespace rowkit::ops
