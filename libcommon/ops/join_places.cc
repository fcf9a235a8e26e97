// Where the built records of a join lie on a line.
#include "ops/join_places.h"

#include <algorithm>
#include <bit>

namespace rowkit::ops {

JoinPlaces::JoinPlaces(JoinSpans spans, std::span<const uint32_t> starts, std::span<const uint32_t> members)
    : spans_(std::move(spans)), starts_(starts), ordered_(members.begin(), members.end()) {
    for (size_t group = 0; group + 1 < starts.size(); ++group)
        std::stable_sort(
            ordered_.begin() + starts[group], ordered_.begin() + starts[group + 1],
            [&](uint32_t a, uint32_t b) { return compare_points(spans_.low[a], spans_.low[b]) < 0; });
    if (spans_.high.empty() || ordered_.empty()) return;
    leaves_ = std::bit_ceil(ordered_.size());
    latest_.assign(2 * leaves_, none);
    // A span whose ends are of two kinds holds no point.
    std::ranges::transform(
        ordered_, latest_.begin() + static_cast<std::ptrdiff_t>(leaves_),
        [&](uint32_t record) { return same_kind(spans_.low[record], spans_.high[record]) ? record : none; });
    for (size_t node = leaves_ - 1; node > 0; --node) {
        const uint32_t left = latest_[2 * node], right = latest_[2 * node + 1];
        latest_[node] = later_end(left, right) ? left : right;
    }
}

/// Whether the span of `a` ends after that of `b`.
bool JoinPlaces::later_end(uint32_t a, uint32_t b) const {
    if (a == none || b == none) return b == none;
    return compare_points(spans_.high[a], spans_.high[b]) > 0;
}

/// Past the last place of a group whose low end is not after `point`.
size_t JoinPlaces::end_before(uint32_t group, const JoinPoint& point) const {
    const auto begin = ordered_.begin();
    return static_cast<size_t>(std::upper_bound(begin + starts_[group], begin + starts_[group + 1], point,
                                                [&](const JoinPoint& value, uint32_t record) {
                                                    return compare_points(value, spans_.low[record]) < 0;
                                                }) -
                               begin);
}

uint32_t JoinPlaces::last_before(uint32_t group, const JoinPoint& point) const {
    const size_t end = end_before(group, point);
    if (end == starts_[group]) return none;
    const uint32_t found = ordered_[end - 1];
    return same_kind(spans_.low[found], point) ? found : none;
}

void JoinPlaces::holding(uint32_t group, const JoinPoint& point, std::vector<uint32_t>& records) const {
    const size_t first = records.size(), end = end_before(group, point);
    if (end > starts_[group]) search(1, 0, leaves_, starts_[group], end, point, records);
    std::sort(records.begin() + static_cast<std::ptrdiff_t>(first), records.end());
}

/// Looks below `node`, which stands for the places [from, to), for those of [begin, end) that end at or after
/// `point`.
void JoinPlaces::search(size_t node, size_t from, size_t to, size_t begin, size_t end, const JoinPoint& point,
                        std::vector<uint32_t>& records) const {
    const uint32_t latest = latest_[node];
    if (to <= begin || from >= end || latest == none || compare_points(spans_.high[latest], point) < 0)
        return;
    if (node >= leaves_) {
        if (same_kind(spans_.high[latest], point)) records.push_back(latest);
        return;
    }
    const size_t middle = (from + to) / 2;
    search(2 * node, from, middle, begin, end, point, records);
    search(2 * node + 1, middle, to, begin, end, point, records);
}

} // namespace rowkit::ops
