// Aggregates of values by their rank: median, quantile, iqr, mad.
#include "ops/aggregate.h"
#include "ops/number_list.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

struct Collected {
    NumberList numbers;

    void add(const AggregatorInput& in, uint32_t row) {
        if (in.has_number(row)) numbers.add(in.number(row));
    }
    void merge(Collected&& other) { numbers.merge(std::move(other.numbers)); }
    void write(StateWriter& out) const { numbers.write(out); }
    static Collected read(StateReader& in) { return {NumberList::read(in)}; }
    uint64_t heap() const { return numbers.heap(); }
};

/// R's type 7: the rank q (n - 1), and between two values in proportion.
Number interpolated(const NumberList& sorted, const Number& q) {
    const Number rank = Number(static_cast<int64_t>(sorted.size() - 1)) * q;
    const auto below = static_cast<size_t>(floor(rank).to_int64().value_or(0));
    const Number low = sorted.at(below);
    const Number part = rank - Number(static_cast<int64_t>(below));
    if (part.is_zero() || below + 1 == sorted.size()) return without_trailing_zeros(low);
    return without_trailing_zeros(low + (sorted.at(below + 1) - low) * part);
}

NumberList& sorted(const ResultCall& call) {
    NumberList& numbers = state_of<Collected>(call).numbers;
    numbers.sort();
    return numbers;
}

Value quantile(const ResultCall& call) {
    const NumberList& numbers = sorted(call);
    return numbers.size() ? Value::of(interpolated(numbers, call.constants[0].number())) : Value();
}

Value median(const ResultCall& call) {
    const NumberList& numbers = sorted(call);
    return numbers.size() ? Value::of(interpolated(numbers, Number(int64_t{5}, 1))) : Value();
}

Value iqr(const ResultCall& call) {
    const NumberList& numbers = sorted(call);
    if (!numbers.size()) return {};
    return Value::of(interpolated(numbers, Number(int64_t{75}, 2)) - interpolated(numbers, Number(int64_t{25}, 2)));
}

/// The median of the distances from the median.
Value mad(const ResultCall& call) {
    const NumberList& numbers = sorted(call);
    if (!numbers.size()) return {};
    const Number middle = interpolated(numbers, Number(int64_t{5}, 1));
    NumberList distances;
    numbers.each([&](const Number& number, uint64_t times) {
        const Number distance = abs(number - middle);
        for (uint64_t i = 0; i < times; ++i) distances.add(distance);
        return true;
    });
    distances.sort();
    return distances.size() ? Value::of(interpolated(distances, Number(int64_t{5}, 1))) : Value();
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
