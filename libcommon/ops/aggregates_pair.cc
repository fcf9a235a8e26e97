// Aggregates of two numbers: cov, corr, slope, intercept, weighted_mean.
#include "ops/aggregate.h"
#include "ops/exact_power.h"
#include "ops/exact_ratio.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

/// Of records in which both are numbers.
struct Pairs {
    uint64_t count = 0;
    std::array<NumberSum, 5> sums; // x, y, xx, xy, yy

    void add(const AggregatorInput& in, uint32_t row) {
        if (!in.has_number(row, 0) || !in.has_number(row, 1)) return;
        const Number &x = in.number(row, 0), &y = in.number(row, 1);
        ++count;
        sums[0].add(x);
        sums[1].add(y);
        add_product(x, x, sums[2]);
        add_product(x, y, sums[3]);
        add_product(y, y, sums[4]);
    }
    void merge(Pairs&& other) {
        count += other.count;
        for (size_t i = 0; i < sums.size(); ++i) sums[i].merge(other.sums[i]);
    }
    void write(StateWriter& out) const {
        out.integer(count);
        if (count)
            for (const NumberSum& sum : sums) out.sum(sum);
    }
    static Pairs read(StateReader& in) {
        Pairs read;
        read.count = in.integer();
        if (read.count)
            for (NumberSum& sum : read.sums) sum = in.sum();
        return read;
    }

    ExactRatio n() const { return ExactRatio(count); }
    ExactRatio sum(size_t i) const { return ExactRatio(sums[i]); }
    // n^2 times the variances and the covariance
    ExactRatio xx() const { return n() * sum(2) - sum(0) * sum(0); }
    ExactRatio xy() const { return n() * sum(3) - sum(0) * sum(1); }
    ExactRatio yy() const { return n() * sum(4) - sum(1) * sum(1); }
};

template <bool whole>
Value cov(const ResultCall& call) {
    const Pairs& state = state_of<Pairs>(call);
    if (state.count < (whole ? 1U : 2U)) return {};
    return number_or_null(quotient(state.xy(), state.n() * ExactRatio(state.count - !whole)));
}

Value corr(const ResultCall& call) {
    const Pairs& state = state_of<Pairs>(call);
    const ExactRatio xy = state.xy();
    const auto value = root_of_quotient(xy * xy, state.xx() * state.yy());
    return number_or_null(value && xy.is_negative() ? -*value : value);
}

// The line y = slope * x + intercept; the arguments are (y, x), as in SQL: the first sums are of y.
Value slope(const ResultCall& call) {
    const Pairs& state = state_of<Pairs>(call);
    return number_or_null(quotient(state.xy(), state.yy()));
}

Value intercept(const ResultCall& call) {
    const Pairs& state = state_of<Pairs>(call);
    return number_or_null(
        quotient(state.sum(0) * state.yy() - state.xy() * state.sum(1), state.n() * state.yy()));
}

struct Weighted {
    uint64_t count = 0;
    NumberSum products, weights;

    void add(const AggregatorInput& in, uint32_t row) {
        if (!in.has_number(row, 0) || !in.has_number(row, 1)) return;
        ++count;
        add_product(in.number(row, 0), in.number(row, 1), products);
        weights.add(in.number(row, 1));
    }
    void merge(Weighted&& other) {
        count += other.count;
        products.merge(other.products);
        weights.merge(other.weights);
    }
    void write(StateWriter& out) const {
        out.integer(count);
        if (count) out.sum(products), out.sum(weights);
    }
    static Weighted read(StateReader& in) {
        Weighted read;
        read.count = in.integer();
        if (!read.count) return read;
        read.products = in.sum();
        read.weights = in.sum();
        return read;
    }
};

Value weighted_mean(const ResultCall& call) {
    const Weighted& state = state_of<Weighted>(call);
    return state.count ? ratio_of_sums(state.products, state.weights) : Value();
}

constexpr std::array<Aggregate, 6> table = {{
    {"cov covar_samp", "cov(x, y)", "the covariance of a sample (over n - 1)", "nn", make_per_group<Pairs>,
     cov<false>},
    {"cov_pop covar_pop", "cov_pop(x, y)", "the covariance of all there is (over n)", "nn",
     make_per_group<Pairs>, cov<true>},
    {"corr correlation", "corr(x, y)", "Pearson's correlation", "nn", make_per_group<Pairs>, corr},
    {"slope regr_slope", "slope(y, x)", "of the straight line nearest to the points, by least squares", "nn",
     make_per_group<Pairs>, slope},
    {"intercept regr_intercept", "intercept(y, x)", "where that line is at x = 0", "nn",
     make_per_group<Pairs>, intercept},
    {"weighted_mean wmean wavg", "weighted_mean(x, w)", "sum(x * w) / sum(w)", "nn", make_per_group<Weighted>,
     weighted_mean},
}};

} // namespace

AggregateFamily pair_aggregates() { return {"Of two numbers", table}; }

} // namespace rowkit::ops
