// The first N records of a sort.
#include "ops/top_records.h"

#include "ops/key_bits.h"
#include "ops/piece_sort.h"

#include <algorithm>

namespace rowkit::ops {

void TopRecords::add(const Batch& batch, const Place& place, RecordKeys& keys, Writer& out) {
    settle(place.settled);
    const uint64_t before = held_.records();
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
    if (held_.records() > before) unsettled_.push_back({place.block, held_.records() - before});
}

void TopRecords::settle(uint64_t before) {
    constexpr uint64_t slack = 4096; // so that there is not a cut for each record
    settled_ = before;
    for (; !unsettled_.empty() && unsettled_.front().block < before; unsettled_.pop_front())
        settled_records_ += unsettled_.front().records;
    if (settled_records_ / 2 > count_ + slack / 2) cut();
}

void TopRecords::cut() {
    held_.put_in_order();
    const std::vector<Piece>& all = held_.pieces();
    const auto later = std::ranges::lower_bound(all, settled_, {}, &Piece::block);
    const PieceSort sort({all.begin(), later}, 1, 1024);
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
    settled_records_ = kept.size();
    kept_bytes_ = 0;
    for (const SortItem& item : kept)
        kept_bytes_ += sort.record(item).size() + sort.key(item).size() + sizeof item;
    held_.keep(sort, kept, {later, all.end()});
}

void TopRecords::finish(uint64_t last_block) {
    held_.drop_after(last_block);
    settled_ = UINT64_MAX;
    cut();
}

} // namespace rowkit::ops
