// Blocks that are worked on side by side take turns where their order matters.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>

namespace rowkit {

/// Numbers the blocks 0, 1, 2 and so on have their turns one after another. Thread-safe.
class Turns {
public:
    /// Returns when it is this block's turn: all before it are done.
    void wait(uint64_t block) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return next_ == block; });
    }
    /// This block's turn is over, whether it was taken or not. To be said of each block, once.
    void done(uint64_t block) {
        std::lock_guard lock(mutex_);
        early_.insert(block);
        while (!early_.empty() && *early_.begin() == next_) {
            early_.erase(early_.begin());
            ++next_;
        }
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    uint64_t next_ = 0;
    std::set<uint64_t> early_; // done before their turn
};

} // namespace rowkit
