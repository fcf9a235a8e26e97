// Sorting what stands for records: what lies evenly is thrown into about as many buckets as there are items.
#include "ops/item_sort.h"

#include <algorithm>
#include <bit>
#include <vector>

namespace rowkit::ops {
namespace {

constexpr size_t few = 24;            // these are inserted one by one
constexpr size_t most = 1 << 16;      // more than that don't stay in a core's cache
constexpr size_t an_average_of = 2;   // items to a bucket

bool less(const SortItem& a, const SortItem& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix : a.place < b.place;
}

/// Writes items one by one to where they belong among those before.
void insert_each(std::span<const SortItem> from, SortItem* to) {
    for (size_t i = 0; i < from.size(); ++i) {
        size_t at = i;
        for (; at > 0 && to[at - 1].prefix > from[i].prefix; --at) to[at] = to[at - 1];
        to[at] = from[i];
    }
}

} // namespace

void sort_items(std::span<SortItem> items) {
    if (items.size() < 2) return;
    uint64_t least = items[0].prefix, greatest = least, before = least;
    bool sorted = true;
    for (const SortItem& item : items) {
        sorted = sorted && before <= item.prefix;
        before = item.prefix;
        least = std::min(least, before);
        greatest = std::max(greatest, before);
    }
    if (sorted) return;
    if (items.size() <= few || items.size() > most) return std::sort(items.begin(), items.end(), less);

    const int wanted = static_cast<int>(std::bit_width(items.size() / an_average_of));
    const int shift = std::max(static_cast<int>(std::bit_width(greatest - least)) - wanted, 0);
    thread_local std::vector<SortItem> thrown;
    thread_local std::vector<uint32_t> ends;
    thrown.resize(std::max(thrown.size(), items.size()));
    ends.assign(size_t{1} << wanted, 0);
    for (const SortItem& item : items) ++ends[(item.prefix - least) >> shift];
    uint32_t sum = 0;
    for (uint32_t& end : ends) {
        sum += end;
        end = sum - end; // where it begins
    }
    for (const SortItem& item : items) thrown[ends[(item.prefix - least) >> shift]++] = item;
    for (size_t bucket = 0, from = 0; bucket < ends.size(); from = ends[bucket++]) {
        const std::span<const SortItem> here(thrown.data() + from, ends[bucket] - from);
        SortItem* to = items.data() + from;
        if (here.size() <= few) {
            insert_each(here, to);
        } else {
            std::ranges::copy(here, to);
            std::sort(to, to + here.size(), less);
        }
    }
}

} // namespace rowkit::ops
