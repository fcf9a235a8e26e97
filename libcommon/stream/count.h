// Counting the records of a regular file side by side, wherever its parts are cut.
#pragma once

#include "codec/reader.h"
#include "io/source.h"

#include <cstdint>
#include <optional>

namespace rowkit {

/// Counts the records from `offset` on with `threads` threads, in parts of `part_size` bytes. nullopt where
/// the source is no plain regular file or it is too small to be worth a thread, or if a quote is never
/// closed: then it is to be counted as it is read.
///
/// Each thread reads parts of the file and must guess whether a part begins inside quotes (from what stands
/// beside its first quotes). When the part before it has been told for certain, the guess is checked, and
/// where it was wrong the part is counted again: the result is exact.
std::optional<uint64_t> count_side_by_side(const Source& source, const CountRule& rule, uint64_t offset,
                                           unsigned threads, size_t part_size);

/// Where the last `records` records of a plain regular file begin, with the blank lines before them, or where
/// the first one does if there are no more; found in the same way, so that quotes which stand open are not
/// overlooked.
std::optional<uint64_t> find_last_records(const Source& source, const CountRule& rule, uint64_t offset,
                                          unsigned threads, size_t part_size, uint64_t records);

} // namespace rowkit
