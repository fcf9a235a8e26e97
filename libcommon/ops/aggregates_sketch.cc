// Aggregates of numbers in classes, and of approximation: histogram, approx_quantile, approx_distinct.
#include "data/exact_fraction.h"
#include "expr/coerce.h"
#include "expr/json_value.h"
#include "ops/aggregate.h"
#include "ops/distinct_sketch.h"

#include <algorithm>
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
template <class Class>
using Counts = std::map<Class, uint64_t>;

template <class Class>
void add_counts(const Counts<Class>& from, Counts<Class>& into) {
    for (const auto& [at, count] : from) into[at] += count;
}

template <class Class>
void write_counts(const Counts<Class>& counts, StateWriter& out) {
    for (const auto& [at, count] : counts) {
        out.number(Number(at));
        out.integer(count);
    }
}

/// Class k holds what is from k * width on, below the next one.
struct Histogram {
    Counts<Number> counts;

    void add(const AggregatorInput& in, uint32_t row) {
        if (in.has_number(row)) ++counts[class_of(in.number(row), in.constants[0].number())];
    }
    /// Infinite numbers are classes of their own.
    static Number class_of(const Number& x, const Number& width) {
        if (!x.is_finite()) return x;
        if (!x.is_real() && !width.is_real())
            if (const auto whole = floor_divide(x, width)) return *whole;
        return floor_of_quotient(exact_fraction(x), exact_fraction(width));
    }
    void merge(Histogram&& other) { add_counts(other.counts, counts); }
    void write(StateWriter& out) const {
        out.integer(counts.size());
        write_counts(counts, out);
    }
    static Histogram read(StateReader& in) {
        Histogram read;
        for (uint64_t left = in.integer(); left > 0; --left) {
            const Number at = in.number();
            read.counts[at] += in.integer();
        }
        return read;
    }
    uint64_t heap() const { return counts.size() * 72; }
};

Value histogram(const ResultCall& call) {
    Buffer text;
    text.push_back('{');
    for (const auto& [at, count] : state_of<Histogram>(call).counts) {
        if (text.size() > 1) text.push_back(',');
        const Value from = Value::of(at * call.constants[0].number());
        expr::append_json(Value::of(expr::as_text(from, call.arena, call.scratch)), text, call.arena,
                          call.scratch);
        text.push_back(':');
        expr::append_json(Value::of(Number(static_cast<int64_t>(count))), text, call.arena, call.scratch);
    }
    text.push_back('}');
    return Value::object(call.arena.copy(text.view()));
}

/// Classes that are 1/128 of a power of two wide: the top bits of a double, put in the order of numbers.
struct Ranked {
    static constexpr int dropped = 52 - 7;
    Counts<int64_t> counts;
    double least = INFINITY, greatest = -INFINITY;

    void add(const AggregatorInput& in, uint32_t row) {
        if (!in.has_number(row) || in.number(row).is_nan()) return;
        const double value = in.number(row).to_double();
        const auto bits = std::bit_cast<uint64_t>(value);
        const auto size = static_cast<int64_t>((bits & INT64_MAX) >> dropped);
        ++counts[bits >> 63 ? -size : size];
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }
    void merge(Ranked&& other) {
        add_counts(other.counts, counts);
        least = std::min(least, other.least);
        greatest = std::max(greatest, other.greatest);
    }
    void write(StateWriter& out) const {
        out.integer(counts.size());
        write_counts(counts, out);
        if (counts.empty()) return;
        out.number(Number(least));
        out.number(Number(greatest));
    }
    static Ranked read(StateReader& in) {
        Ranked read;
        for (uint64_t left = in.integer(); left > 0; --left) {
            const Number at = in.number();
            read.counts[at.to_int64().value_or(0)] += in.integer();
        }
        if (read.counts.empty()) return read;
        read.least = in.number().to_double();
        read.greatest = in.number().to_double();
        return read;
    }
    uint64_t heap() const { return counts.size() * 48; }

    /// The middle of a class, to four digits: more than it is good for, and reads better.
    static Number middle(int64_t at) {
        const auto size = static_cast<uint64_t>(at < 0 ? -at : at);
        if (size == 0) return 0;
        const double value = std::bit_cast<double>(size << dropped | uint64_t{1} << (dropped - 1));
        if (!std::isfinite(value)) return Number(at < 0 ? -INFINITY : INFINITY);
        return round(Number(at < 0 ? -value : value), 3 - static_cast<int>(std::floor(std::log10(value))));
    }
};

/// The middle of the class that holds the value of that rank: at most 0.4 % from it.
Value approx_quantile(const ResultCall& call) {
    const Ranked& state = state_of<Ranked>(call);
    uint64_t all = 0;
    for (const auto& [at, count] : state.counts) all += count;
    if (!all) return {};
    const Number rank =
        floor(Number(static_cast<int64_t>(all - 1)) * call.constants[0].number() + Number(int64_t{5}, 1));
    auto left = static_cast<uint64_t>(rank.to_int64().value_or(0));
    for (const auto& [at, count] : state.counts) {
        if (left < count)
            return Value::of(
                lesser(greater(Ranked::middle(at), Number(state.least)), Number(state.greatest)));
        left -= count;
    }
    return {};
}

constexpr std::array<Aggregate, 3> table = {{
    {"histogram", "histogram(x, 10)", "counts of the classes from 0 on by 10, 20 ..., as a JSON object", "nN",
     make_per_group<Histogram>, histogram, true},
    {"approx_distinct", "approx_distinct(x)",
     "about how many different values, in 4 KiB: exact up to 256, then with a standard error of 1.6 %, and "
     "within 5.5 % in 999 of 1000 cases",
     "v", make_per_group<Sketched>, approx_distinct, false, true},
    {"approx_quantile", "approx_quantile(x, 0.9)",
     "about that quantile, within 0.5 % of a value of that rank", "nQ", make_per_group<Ranked>,
     approx_quantile, false, true},
}};

} // namespace

AggregateFamily sketch_aggregates() { return {"In classes, and about", table}; }

} // namespace rowkit::ops
