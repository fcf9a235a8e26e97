// Chosen records with those around them.
#include "stream/near.h"

#include <algorithm>

namespace rowkit {

void NearbyRecords::take(const Batch& batch, std::span<const uint32_t> chosen, Writer& out,
                         const Write& write) {
    const auto size = static_cast<uint32_t>(batch.size());
    auto done = static_cast<uint32_t>(std::min<uint64_t>(due_, size)); // the records before it are written
    uint32_t from = 0; // of these, the first one not yet written
    for (uint32_t record : chosen) {
        if (record < before_ && done == 0 && held_.size()) {
            const uint64_t wanted = std::min(before_ - record, held_.size());
            held_.drop(held_.size() - wanted);
            held_.write(wanted, out);
        }
        const auto begin = static_cast<uint32_t>(record - std::min<uint64_t>(record, before_));
        if (begin > done) {
            if (from < done) write(from, done);
            from = begin;
        }
        done = static_cast<uint32_t>(std::max<uint64_t>(done, std::min<uint64_t>(size, record + after_ + 1)));
        due_ = after_ + record + 1;
    }
    if (from < done) write(from, done);
    due_ -= std::min<uint64_t>(due_, size);
    if (done) held_.drop(held_.size());
    const uint64_t left = std::min<uint64_t>(before_, size - done);
    if (left) held_.add(batch, Records::range(size - left, size), out);
    if (held_.size() > before_) held_.drop(held_.size() - before_);
    if (size) wrote_last_ = done == size;
    if (wrote_last_) out.keep_trailing(batch);
}

} // namespace rowkit
