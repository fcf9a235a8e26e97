// Two sorted inputs side by side: the built records of each streamed key in turn, in constant memory.
#pragma once

#include "ops/join_feed.h"
#include "ops/join_matcher.h"
#include "ops/join_order.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace rowkit::ops {

/// Goes through the built side once. Holds the records of one key, and what the caller still looks at; where
/// points count, of these records the last one that is not after the point, or those whose spans may still
/// hold one. Used by one thread.
class JoinMerge {
public:
    /// `only_keys`: whether there is a match is all that counts, and one record of a key is held. `memory`:
    /// what those held may take.
    JoinMerge(std::unique_ptr<JoinFeed> feed, const JoinMatching& matching, bool only_keys, uint64_t memory)
        : feed_(std::move(feed)), matching_(matching), only_keys_(only_keys),
          memory_(std::max<uint64_t>(memory, 8 << 20)) {}

    const std::shared_ptr<const JoinSide>& side() const { return feed_->side(); }

    /// Goes on to a streamed key and, where points count, a point. Appends to `passed` the rows that no
    /// streamed record matched. False: it is not there yet; `passed` is to be written, release() called, and
    /// this again. Throws Error (exit 3, without a place) for what comes before the last one.
    bool reach(const KeyBytes& key, const JoinPoint& point, std::vector<const char*>& passed);
    /// Then: appends the rows that match.
    void match(const KeyBytes& key, const JoinPoint& point, std::vector<const char*>& rows);

    /// After the last key: false when `passed` has the last rows.
    bool rest(std::vector<const char*>& passed);
    /// The same where nobody wants them. What is out of order in them is told, and so is what is bad.
    void finish();

    /// What the built side had, when all of it has been read.
    uint64_t records() const { return feed_->records(); }
    uint64_t keys() const { return feed_->keys(); }

    /// The rows given so far are not looked at any more.
    void release() { used_.clear(); }
    bool should_release() const { return used_.size() > 4; }

private:
    using Chunk = std::shared_ptr<const JoinChunk>;
    struct Held {
        KeyBytes key;
        const char* row;
        Chunk chunk;
        JoinPoint low, high;
        bool matched = false;

        uint64_t bytes() const { return sizeof(Held) + chunk->bytes_a_record(); }
    };
    bool near() const { return matching_.streamed_point(); }
    size_t parts() const { return matching_.keys.size(); }
    bool load();
    void check_order(const KeyBytes& key, const JoinPoint& point, std::vector<const char*>& passed);
    void take(std::vector<const char*>& passed);
    bool is_in_place_of_one(Held& held, std::vector<const char*>& passed);
    void let_go(Held& held, std::vector<const char*>& passed);
    void leave_group(std::vector<const char*>& passed);

    std::unique_ptr<JoinFeed> feed_;
    const JoinMatching& matching_;
    bool only_keys_;
    uint64_t memory_;
    uint64_t held_ = 0; // of it, by group_
    Chunk chunk_;
    size_t at_ = 0; // of its records, the next one
    bool ended_ = false;
    std::string order_;       // of the last streamed key
    PointOrder points_;       // of its records
    bool any_ = false;        // there was one
    bool reached_ = false;    // group_ is that key's
    std::vector<Held> group_; // records with that order
    std::vector<Chunk> used_;
    Buffer scratch_, now_;
};

} // namespace rowkit::ops
