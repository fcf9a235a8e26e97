// Chosen records with those around them.
#pragma once

#include "stream/held.h"
#include "stream/writer.h"

#include <cstdint>
#include <functional>
#include <span>

namespace rowkit {

/// Takes a stream batch by batch, in order, with the numbers of the records chosen, and writes these with so
/// many records before and after each, every record once. Holds at most `before` records.
class NearbyRecords {
public:
    NearbyRecords(uint64_t before, uint64_t after) : before_(before), after_(after) {}

    /// Writes the records [from, to) of a batch.
    using Write = std::function<void(uint32_t from, uint32_t to)>;

    /// `write`: how records of this batch are written.
    void take(const Batch& batch, std::span<const uint32_t> chosen, Writer& out, const Write& write);

private:
    uint64_t before_, after_;
    uint64_t due_ = 0; // records that still follow the last one chosen
    bool wrote_last_ = false;
    HeldRecords held_;
};

} // namespace rowkit
