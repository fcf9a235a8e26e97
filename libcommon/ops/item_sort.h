// Sorting what stands for records by 64 bits of their keys.
#pragma once

#include <cstdint>
#include <span>

namespace rowkit::ops {

/// A record on its way to its place: 64 bits of its key and where it is.
struct SortItem {
    uint64_t prefix;
    uint64_t place;
};

/// Orders by prefix items that come in the order of their places; those with the same prefix stay so.
void sort_items(std::span<SortItem> items);

} // namespace rowkit::ops
