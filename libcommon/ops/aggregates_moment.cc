// Aggregates of how values are spread: var, stdev, skewness, kurtosis; geomean.
#include "ops/aggregate.h"
#include "ops/exact_power.h"
#include "ops/exact_ratio.h"
#include "ops/log_sum.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

/// The sums of the first `order` powers.
template <int order> struct Powers {
    uint64_t count = 0;
    std::array<NumberSum, order> sums;

    void add(const AggregatorInput& in, uint32_t row) {
        if (!in.has_number(row)) return;
        ++count;
        add_powers(in.number(row), sums);
    }
    void merge(Powers&& other) {
        count += other.count;
        for (size_t i = 0; i < order; ++i) sums[i].merge(other.sums[i]);
    }
    void write(StateWriter& out) const {
        out.integer(count);
        if (count)
            for (const NumberSum& sum : sums) out.sum(sum);
    }
    static Powers read(StateReader& in) {
        Powers read;
        read.count = in.integer();
        if (read.count)
            for (NumberSum& sum : read.sums) sum = in.sum();
        return read;
    }
    /// n * sum of squares - square of the sum: n^2 times the variance.
    ExactRatio squares() const {
        const ExactRatio sum(sums[0]);
        return ExactRatio(count) * ExactRatio(sums[1]) - sum * sum;
    }
};

/// Of a sample: over n - 1; `whole`: of all there is, over n.
template <bool whole>
Value var(const ResultCall& call) {
    const auto& state = state_of<Powers<2>>(call);
    if (state.count < (whole ? 1U : 2U)) return {};
    return number_or_null(
        quotient(state.squares(), ExactRatio(state.count) * ExactRatio(state.count - !whole)));
}

template <bool whole>
Value stdev(const ResultCall& call) {
    const auto& state = state_of<Powers<2>>(call);
    if (state.count < (whole ? 1U : 2U)) return {};
    return number_or_null(
        root_of_quotient(state.squares(), ExactRatio(state.count) * ExactRatio(state.count - !whole)));
}

/// The standard error of the mean.
Value sem(const ResultCall& call) {
    const auto& state = state_of<Powers<2>>(call);
    if (state.count < 2) return {};
    const ExactRatio n(state.count);
    return number_or_null(root_of_quotient(state.squares(), n * n * ExactRatio(state.count - 1)));
}

/// G1 = sqrt(n (n - 1)) / (n - 2) * m3 / m2^1.5, where m are the moments about the mean.
Value skewness(const ResultCall& call) {
    const auto& state = state_of<Powers<4>>(call);
    if (state.count < 3) return {};
    const ExactRatio n(state.count), s1(state.sums[0]), s2(state.sums[1]), s3(state.sums[2]);
    const ExactRatio m2 = n * s2 - s1 * s1;                                                     // n^2 m2
    const ExactRatio m3 = n * n * s3 - ExactRatio(3) * n * s1 * s2 + ExactRatio(2) * s1 * s1 * s1; // n^3 m3
    const ExactRatio less1(state.count - 1), less2(state.count - 2);
    const auto value = root_of_quotient(n * less1 * m3 * m3, less2 * less2 * m2 * m2 * m2);
    return number_or_null(value && m3.is_negative() ? -*value : value);
}

/// G2 = (n - 1) / ((n - 2) (n - 3)) * ((n + 1) (m4 / m2^2 - 3) + 6).
Value kurtosis(const ResultCall& call) {
    const auto& state = state_of<Powers<4>>(call);
    if (state.count < 4) return {};
    const ExactRatio n(state.count), s1(state.sums[0]), s2(state.sums[1]), s3(state.sums[2]),
        s4(state.sums[3]);
    const ExactRatio m2 = n * s2 - s1 * s1;
    const ExactRatio m4 = n * n * n * s4 - ExactRatio(4) * n * n * s1 * s3 +
                          ExactRatio(6) * n * s1 * s1 * s2 - ExactRatio(3) * s1 * s1 * s1 * s1;
    const ExactRatio square = m2 * m2;
    const ExactRatio above =
        ExactRatio(state.count + 1) * (m4 - ExactRatio(3) * square) + ExactRatio(6) * square;
    return number_or_null(quotient(ExactRatio(state.count - 1) * above,
                                   ExactRatio(state.count - 2) * ExactRatio(state.count - 3) * square));
}

struct Logarithms {
    uint64_t count = 0;
    uint64_t zeros = 0;
    uint64_t others = 0; // negative or infinite
    LogSum sum;

    void add(const AggregatorInput& in, uint32_t row) {
        if (!in.has_number(row)) return;
        const Number& x = in.number(row);
        ++count;
        if (x.sign() > 0 && x.is_finite())
            sum.add(x);
        else
            ++(x.is_zero() ? zeros : others);
    }
    void merge(Logarithms&& other) {
        count += other.count;
        zeros += other.zeros;
        others += other.others;
        sum.merge(other.sum);
    }
    void write(StateWriter& out) const {
        out.integer(count);
        if (!count) return;
        out.integer(zeros);
        out.integer(others);
        sum.write(out);
    }
    static Logarithms read(StateReader& in) {
        Logarithms read;
        read.count = in.integer();
        if (!read.count) return read;
        read.zeros = in.integer();
        read.others = in.integer();
        read.sum = LogSum::read(in);
        return read;
    }
};

Value geomean(const ResultCall& call) {
    const auto& state = state_of<Logarithms>(call);
    if (!state.count || state.others) return {};
    return Value::of(state.zeros ? Number(int64_t{0}) : Number(state.sum.mean(state.count)));
}

constexpr std::array<Aggregate, 8> table = {{
    {"var variance var_samp", "var(x)", "the variance of a sample (over n - 1)", "n",
     make_per_group<Powers<2>>, var<false>},
    {"stdev stddev sd stddev_samp", "stdev(x)", "the standard deviation of a sample", "n",
     make_per_group<Powers<2>>, stdev<false>},
    {"var_pop pvariance", "var_pop(x)", "the variance of all there is (over n)", "n",
     make_per_group<Powers<2>>, var<true>},
    {"stdev_pop stddev_pop pstdev", "stdev_pop(x)", "its root", "n", make_per_group<Powers<2>>, stdev<true>},
    {"sem", "sem(x)", "the standard error of the mean", "n", make_per_group<Powers<2>>, sem},
    {"skewness skew", "skewness(x)", "the skewness of a sample, 0 where it is symmetric", "n",
     make_per_group<Powers<4>>, skewness},
    {"kurtosis kurt", "kurtosis(x)", "the excess kurtosis of a sample, 0 for a normal distribution", "n",
     make_per_group<Powers<4>>, kurtosis},
    {"geomean geometric_mean", "geomean(x)", "the geometric mean; null if there are negative numbers", "n",
     make_per_group<Logarithms>, geomean},
}};

} // namespace

AggregateFamily moment_aggregates() { return {"Spread", table}; }

} // namespace rowkit::ops
