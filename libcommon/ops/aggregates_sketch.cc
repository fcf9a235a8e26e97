// Aggregates of numbers in classes, and of approximation: histogram, approx_quantile, approx_distinct.
#include "expr/coerce.h"
#include "expr/json_value.h"
#include "ops/aggregate.h"
#include "ops/distinct_sketch.h"

#include <array>
#include <bit>
#include <cmath>
#include <map>

namespace rowkit::ops {
namespace {

using expr::Value;

struct Sketched {
    DistinctSketch sketch;

    void add(const AggregatorInput& in, uint32_t row) {
        const Value& value = in.value(row);
        if (!value.is_null()) sketch.add(expr::as_text(value, *in.arena, *in.scratch));
    }
    void merge(Sketched&& other) { sketch.merge(other.sketch); }
    void write(StateWriter& out) const { sketch.write(out); }
    static Sketched read(StateReader& in) { return {DistinctSketch::read(in)}; }
    uint64_t heap() const { return sketch.heap(); }
};

Value approx_distinct(const ResultCall& call) {
    return Value::of(Number(static_cast<int64_t>(state_of<Sketched>(call).sketch.estimate())));
}

/// Numbers counted by classes.
struct Classes {
    std::map<int64_t, uint64_t> counts;

    void merge(Classes&& other) {
        for (const auto& [at, count] : other.counts) counts[at] += count;
    }
    void write(StateWriter& out) const {
        out.integer(counts.size());
        for (const auto& [at, count] : counts) {
            out.number(Number(at));
            out.integer(count);
        }
    }
    void read_counts(StateReader& in) {
        for (uint64_t left = in.integer(); left > 0; --left) {
            const int64_t at = in.number().to_int64().value_or(0);
            counts[at] += in.integer();
        }
    }
    uint64_t heap() const { return counts.size() * 48; }
};

/// Class k holds what is from k * width on, below the next one.
struct Histogram : Classes {
    void add(const AggregatorInput& in, uint32_t row) {
        if (!in.has_number(row)) return;
        if (const auto at = floor_divide(in.number(row), in.constants[0].number()))
            if (const auto whole = at->to_int64()) ++counts[*whole];
    }
    static Histogram read(StateReader& in) {
        Histogram read;
        read.read_counts(in);
        return read;
    }
};

Value histogram(const ResultCall& call) {
    Buffer text;
    text.push_back('{');
    for (const auto& [at, count] : state_of<Histogram>(call).counts) {
        if (text.size() > 1) text.push_back(',');
        const Value from = Value::of(Number(at) * call.constants[0].number());
        expr::append_json(Value::of(expr::as_text(from, call.arena, call.scratch)), text, call.arena, call.scratch);
        text.push_back(':');
        expr::append_json(Value::of(Number(static_cast<int64_t>(count))), text, call.arena, call.scratch);
    }
    text.push_back('}');
    return Value::object(call.arena.copy(text.view()));
}

/// Classes that are 1/128 of a power of two wide: the top bits of a double, put in the order of numbers.
struct Ranked : Classes {
    static constexpr int dropped = 52 - 7;

    void add(const AggregatorInput& in, uint32_t row) {
        if (!in.has_number(row) || in.number(row).is_nan()) return;
        const auto bits = std::bit_cast<uint64_t>(in.number(row).to_double());
        const auto size = static_cast<int64_t>((bits & INT64_MAX) >> dropped);
        ++counts[bits >> 63 ? -size : size];
    }
    static Ranked read(StateReader& in) {
        Ranked read;
        read.read_counts(in);
        return read;
    }
    /// The middle of a class.
    static double middle(int64_t at) {
        const auto size = static_cast<uint64_t>(at < 0 ? -at : at);
        if (size == 0) return 0;
        const double value = std::bit_cast<double>(size << dropped | uint64_t{1} << (dropped - 1));
        return at < 0 ? -value : value;
    }
};

/// The middle of the class that holds the value of that rank: at most 0.4 % from it.
Value approx_quantile(const ResultCall& call) {
    const Ranked& state = state_of<Ranked>(call);
    uint64_t all = 0;
    for (const auto& [at, count] : state.counts) all += count;
    if (!all) return {};
    const Number rank = floor(Number(static_cast<int64_t>(all - 1)) * call.constants[0].number() + Number(int64_t{5}, 1));
    auto left = static_cast<uint64_t>(rank.to_int64().value_or(0));
    for (const auto& [at, count] : state.counts) {
        if (left < count) {
            const double value = Ranked::middle(at);
            // Four digits are more than it is good for, and read better.
            if (value == 0) return Value::of(Number(int64_t{0}));
            return Value::of(round(Number(value), 3 - static_cast<int>(std::floor(std::log10(std::fabs(value))))));
        }
        left -= count;
    }
    return {};
}

constexpr std::array<Aggregate, 3> table = {{
    {"histogram", "histogram(x, 10)", "counts of the classes from 0 on by 10, 20 ..., as a JSON object", "nN",
     make_per_group<Histogram>, histogram, true},
    {"approx_distinct", "approx_distinct(x)", "about how many different values, give or take 1.6 %, in 4 KiB", "v",
     make_per_group<Sketched>, approx_distinct, false, true},
    {"approx_quantile", "approx_quantile(x, 0.9)", "about that quantile, within 0.5 % of a value of that rank", "nQ",
     make_per_group<Ranked>, approx_quantile, false, true},
}};

} // namespace

AggregateFamily sketch_aggregates() { return {"In classes, and about", table}; }

} // namespace rowkit::ops
