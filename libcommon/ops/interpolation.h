// What stands between two values next to each other in rank.
#pragma once

#include "data/number.h"

#include <optional>
#include <string_view>
#include <utility>

namespace rowkit::ops {

/// How a quantile comes about whose rank, q (n - 1) as R's type 7 has it, is between two ranks: in
/// proportion, or one of the two values, or their mean. Nearest is the even rank where none is nearer.
enum class Interpolation : uint8_t { linear, lower, higher, nearest, midpoint };

/// "linear", "lower" ...; nothing for other texts.
std::optional<Interpolation> interpolation_of(std::string_view name);
constexpr std::string_view interpolation_names =
    "\"linear\", \"lower\", \"higher\", \"nearest\" or \"midpoint\"";

/// Between the values of a rank and the next one; `part` of the way, from 0 to below 1.
Number between(const std::pair<Number, Number>& values, size_t rank, const Number& part, Interpolation how);

/// The quantile of `size` numbers; at(i) gives that of rank i and the next one, the last one twice.
template <class At>
Number quantile_of(size_t size, const Number& q, Interpolation how, const At& at) {
    const Number rank = Number(static_cast<int64_t>(size - 1)) * q;
    const auto below = static_cast<size_t>(floor(rank).to_int64().value_or(0));
    return between(at(below), below, rank - Number(static_cast<int64_t>(below)), how);
}

} // namespace rowkit::ops
