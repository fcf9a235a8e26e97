// What stands between two values next to each other in rank.
#include "ops/interpolation.h"

#include <array>

namespace rowkit::ops {
namespace {

constexpr Number half(int64_t{5}, 1);

/// a + part * (b - a), without a step that is infinite where the result is not.
Number mixed(const Number& a, const Number& b, const Number& part) {
    const Number step = b - a;
    return step.is_finite() ? a + step * part : a * (Number(1) - part) + b * part;
}

} // namespace

std::optional<Interpolation> interpolation_of(std::string_view name) {
    constexpr std::array<std::string_view, 5> names = {"linear", "lower", "higher", "nearest", "midpoint"};
    for (size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Interpolation>(i);
    return {};
}

Number between(const std::pair<Number, Number>& values, size_t rank, const Number& part, Interpolation how) {
    const auto& [low, high] = values;
    if (part.is_zero()) return without_trailing_zeros(low);
    switch (how) {
    case Interpolation::linear:
        return without_trailing_zeros(mixed(low, high, part));
    case Interpolation::lower:
        return without_trailing_zeros(low);
    case Interpolation::higher:
        return without_trailing_zeros(high);
    case Interpolation::midpoint:
        return without_trailing_zeros(mixed(low, high, half));
    case Interpolation::nearest:
        break;
    }
    const int order = compare(part, half);
    return without_trailing_zeros(order < 0 || (order == 0 && rank % 2 == 0) ? low : high);
}

} // namespace rowkit::ops
