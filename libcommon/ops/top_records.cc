// The first N records of a sort.
#include "ops/top_records.h"

#include "ops/key_bits.h"
#include "ops/piece_sort.h"

namespace rowkit::ops {

void TopRecords::add(const Batch& batch, const Place& place, RecordKeys& keys, Writer& out) {
    constexpr uint64_t slack = 4096; // so that there is not a cut for each record
    if (!limited_) {
        held_.add(batch, batch.all(), place, keys, out, &out);
    } else {
        keys_.clear();
        ends_.clear();
        wanted_.clear();
        keys.append(batch, batch.all(), keys_, ends_, &out);
        keys_.room(8); // readable
        const uint64_t limit = key_word(limit_, 0);
        uint32_t begin = 0;
        for (uint32_t i = 0; i < ends_.size(); begin = ends_[i++]) {
            const std::string_view key(keys_.data() + begin, ends_[i] - begin);
            const uint64_t word = key_word(key, 0);
            if (word < limit || (word == limit && compare_keys(key, limit_) < 0)) wanted_.push_back(i);
        }
        if (!wanted_.empty()) held_.add(batch, Records(wanted_.data(), wanted_.size()), place, keys, out);
    }
    if (held_.records() > 2 * count_ + slack) cut();
}

void TopRecords::cut() {
    held_.put_in_order();
    const PieceSort sort(held_.pieces(), 1, 1024);
    std::vector<SortItem> kept;
    for (size_t span = 0; span < sort.spans() && kept.size() < count_; ++span)
        for (const SortItem& item : sort.order(span)) {
            if (kept.size() == count_) break;
            if (unique_ && !kept.empty() && sort.key(kept.back()) == sort.key(item)) continue;
            kept.push_back(item);
        }
    limited_ = kept.size() == count_;
    if (limited_ && count_) {
        limit_ = sort.key(kept.back());
        limit_.reserve(limit_.size() + 8); // readable
    }
    held_.keep(sort, kept);
}

} // namespace rowkit::ops
