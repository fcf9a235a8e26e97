// Two sorted inputs side by side.
#include "ops/join_merge.h"

#include "base/error.h"
#include "ops/join_order.h"
#include "ops/piece.h"

namespace rowkit::ops {

/// Makes the next record the one at at_. False: there is none.
bool JoinMerge::load() {
    while (!ended_ && (!chunk_ || at_ == chunk_->size())) {
        if (chunk_) used_.push_back(std::move(chunk_));
        chunk_ = feed_->next();
        at_ = 0;
        ended_ = !chunk_;
    }
    return !ended_;
}

void JoinMerge::leave_group(std::vector<const char*>& passed) {
    for (const Held& held : group_)
        if (!held.matched) passed.push_back(held.row);
    group_.clear();
    for (Chunk& chunk : group_chunks_) used_.push_back(std::move(chunk));
    group_chunks_.clear();
}

bool JoinMerge::reach(const KeyBytes& key, std::vector<const char*>& passed) {
    now_.clear();
    append_key_order(key, parts_, scratch_, now_);
    const int turn = any_ ? compare_keys(order_, now_.view()) : -1;
    if (turn > 0)
        throw Error(Exit::bad_data, {}, "--sorted: this record's key comes before the one above it",
                    "rowsort puts them in order; without --sorted they need not be");
    if (turn < 0) {
        any_ = true;
        reached_ = false;
        order_.assign(now_.view());
        leave_group(passed);
    }
    if (reached_) return true;
    for (; load() && compare_keys(chunk_->order(at_), order_) < 0; ++at_) {
        if (should_release()) return false;
        passed.push_back(chunk_->row(at_));
    }
    // Nulls match nothing: they are passed over when the next key comes.
    for (; !has_null(key, parts_) && load() && compare_keys(chunk_->order(at_), order_) == 0; ++at_) {
        if (group_chunks_.empty() || group_chunks_.back() != chunk_) group_chunks_.push_back(chunk_);
        group_.push_back({chunk_->key(at_), chunk_->row(at_), false});
    }
    reached_ = true;
    return true;
}

void JoinMerge::match(const KeyBytes& key, std::vector<const char*>& rows) {
    for (Held& held : group_) { // 1 and 1.0 stand in one place
        if (held.key.hash != key.hash || held.key.text() != key.text()) continue;
        held.matched = true;
        rows.push_back(held.row);
    }
}

bool JoinMerge::rest(std::vector<const char*>& passed) {
    constexpr size_t most = 4096;
    leave_group(passed);
    for (; load() && passed.size() < most; ++at_) passed.push_back(chunk_->row(at_));
    return !ended_;
}

} // namespace rowkit::ops
