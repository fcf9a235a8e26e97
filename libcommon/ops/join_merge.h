// Two sorted inputs side by side: the built records of each streamed key in turn, in constant memory.
#pragma once

#include "ops/join_feed.h"

#include <memory>
#include <string>
#include <vector>

namespace rowkit::ops {

/// Goes through the built side once. Holds the records of one key, and what the caller still looks at. Used by one thread.
class JoinMerge {
public:
    JoinMerge(std::unique_ptr<JoinFeed> feed, size_t parts) : feed_(std::move(feed)), parts_(parts) {}

    const std::shared_ptr<const JoinSide>& side() const { return feed_->side(); }

    /// Goes on to a streamed key. Appends to `passed` the rows that no streamed record matched. False: it is not there
    /// yet; `passed` is to be written, release() called, and this again.
    /// Throws Error (exit 3, without a place) for a key that comes before the last one.
    bool reach(const KeyBytes& key, std::vector<const char*>& passed);
    /// Then: appends the rows that match that key.
    void match(const KeyBytes& key, std::vector<const char*>& rows);

    /// After the last key: false when `passed` has the last rows.
    bool rest(std::vector<const char*>& passed);

    /// The rows given so far are not looked at any more.
    void release() { used_.clear(); }
    bool should_release() const { return used_.size() > 4; }

private:
    using Chunk = std::shared_ptr<const JoinChunk>;
    struct Held {
        KeyBytes key;
        const char* row;
        bool matched;
    };
    bool load();
    void leave_group(std::vector<const char*>& passed);

    std::unique_ptr<JoinFeed> feed_;
    size_t parts_;
    Chunk chunk_;
    size_t at_ = 0;            // of its records, the next one
    bool ended_ = false;
    std::string order_;        // of the last streamed key
    bool any_ = false;         // there was one
    bool reached_ = false;     // group_ is that key's
    std::vector<Held> group_;  // records with that order
    std::vector<Chunk> group_chunks_, used_;
    Buffer scratch_, now_;
};

} // namespace rowkit::ops
