// Two sorted inputs side by side.
#include "ops/join_merge.h"

#include "base/error.h"
#include "ops/piece.h"

#include <algorithm>

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

void JoinMerge::let_go(Held& held, std::vector<const char*>& passed) {
    if (!held.matched && !only_keys_) passed.push_back(held.row);
    if (held.chunk != chunk_ && (used_.empty() || used_.back() != held.chunk))
        used_.push_back(std::move(held.chunk));
}

void JoinMerge::leave_group(std::vector<const char*>& passed) {
    for (Held& held : group_) let_go(held, passed);
    group_.clear();
    held_ = 0;
}

/// Of records with the same key and a later one, which of them can match what is to come: where one is
/// enough, as it is of those before a point, the other one is let go.
bool JoinMerge::is_in_place_of_one(Held& held, std::vector<const char*>& passed) {
    if (!matching_.as_of && !only_keys_) return false;
    for (Held& before : group_) { // 1 and 1.0 stand in one place
        if (before.key.text() != held.key.text()) continue;
        if (matching_.keys.within && !same_kind(before.high, held.high)) continue;
        const bool later =
            matching_.as_of || (matching_.keys.within && compare_points(before.high, held.high) < 0);
        if (later) std::swap(before, held);
        let_go(held, passed);
        return true;
    }
    return false;
}

/// Holds the record at at_, of which the streamed key and point are not before.
void JoinMerge::take(std::vector<const char*>& passed) {
    Held held{chunk_->key(at_), chunk_->row(at_), chunk_, chunk_->low(at_), chunk_->high(at_)};
    if (matching_.keys.within && !same_kind(held.low, held.high))
        return let_go(held, passed); // it holds no point
    if (is_in_place_of_one(held, passed)) return;
    held_ += held.bytes();
    if (held_ > memory_)
        throw Error(Exit::io, {}, "--sorted: the records of one key take more than --memory",
                    "a larger --memory; or without --sorted, which puts them aside in temporary files");
    group_.push_back(std::move(held));
}

void JoinMerge::check_order(const KeyBytes& key, const JoinPoint& point, std::vector<const char*>& passed) {
    now_.clear();
    append_key_order(key, parts(), scratch_, now_);
    const int turn = any_ ? compare_keys(order_, now_.view()) : -1;
    if (turn > 0) refuse_order();
    if (turn < 0) {
        any_ = true;
        reached_ = false;
        order_.assign(now_.view());
        points_.restart();
        leave_group(passed);
    }
    if (near() && !points_.goes_on(point)) refuse_point_order(point);
}

bool JoinMerge::reach(const KeyBytes& key, const JoinPoint& point, std::vector<const char*>& passed) {
    check_order(key, point, passed);
    if (reached_ && !near()) return true;
    for (; load() && compare_keys(chunk_->order(at_), order_) < 0; ++at_) {
        if (should_release()) return false;
        passed.push_back(chunk_->row(at_));
    }
    // Nulls match nothing: they are passed over when the next key comes.
    if (has_null(key, parts()) || (near() && point.is_null())) return true;
    for (; load() && compare_keys(chunk_->order(at_), order_) == 0; ++at_) {
        // None follows that matches: points rise, and nulls are last.
        if (near() && (chunk_->low(at_).is_null() || compare_points(chunk_->low(at_), point) > 0)) break;
        if ((near() || only_keys_) && should_release()) return false;
        take(passed);
    }
    if (matching_.keys.within)
        std::erase_if(group_, [&](Held& held) {
            if (compare_points(held.high, point) >= 0) return false;
            held_ -= held.bytes();
            let_go(held, passed);
            return true;
        });
    reached_ = true;
    return true;
}

void JoinMerge::match(const KeyBytes& key, const JoinPoint& point, std::vector<const char*>& rows) {
    if (near() && point.is_null()) return;
    for (Held& held : group_) { // 1 and 1.0 stand in one place
        if (held.key.hash != key.hash || held.key.text() != key.text()) continue;
        if (near() && !same_kind(held.low, point)) continue;
        if (matching_.keys.within && !same_kind(held.high, point)) continue;
        if (matching_.tolerance && !matching_.tolerance->holds(held.low, point)) continue;
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

void JoinMerge::finish() {
    for (; load(); at_ = chunk_->size()) release();
}

} // namespace rowkit::ops
