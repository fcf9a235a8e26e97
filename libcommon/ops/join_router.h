// The first pass over the stream of a join past memory: the keys of its records, by their hash, and where
// they stand.
#pragma once

#include "ops/join_matcher.h"
#include "ops/join_spill.h"
#include "stream/settings.h"
#include "stream/stage.h"

#include <exception>
#include <memory>
#include <vector>

namespace rowkit::ops {

/// What the pass found.
struct RoutedStream {
    std::vector<JoinPart> parts; // keys, and points where these count; the origin is the record's place
    uint64_t records = 0;        // of the stream
    std::exception_ptr error;    // in the input: the second pass will come to it
};

/// The place of a record of the stream: the same in each pass, however it is cut into blocks.
uint64_t place_in_stream(const Batch& batch, const Place& place, uint32_t record);

/// Reads the stream that `settings` name, which can be read again (StoredInputs), and writes nothing else.
/// Records whose hash no built record has are left out, most of them. Throws Error (exit 4) where a temporary
/// file can't be written.
RoutedStream route_stream(const Settings& settings, const JoinMatching& matching,
                          const expr::BindOptions& bind, const Demand& demand, const JoinSpilledSide& built,
                          const JoinLimits& limits);

} // namespace rowkit::ops
