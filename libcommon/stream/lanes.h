// Blocks that are worked on side by side pass through lanes one after another, in the order of the input.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace rowkit {

/// What belongs to a lane is used by one block at a time, and by the blocks 0, 1, 2 and so on in turn. While
/// one block is in a lane, the one before it is in a later one: the work of all lanes is shared by as many
/// threads, and comes out as if one had done it. Thread-safe.
class Lanes {
public:
    explicit Lanes(size_t count) : count_(count), lanes_(std::make_unique<Lane[]>(count)) {}

    size_t size() const { return count_; }

    /// Returns when all blocks before this one have left the lane.
    void enter(size_t lane, uint64_t block) {
        std::atomic<uint32_t>& next = lanes_[lane].next;
        const auto wanted = static_cast<uint32_t>(block);
        for (uint32_t now; (now = next.load(std::memory_order_acquire)) != wanted;)
            next.wait(now, std::memory_order_acquire);
    }
    /// To be said once by each block of each lane, which it has entered.
    void leave(size_t lane, uint64_t block) {
        std::atomic<uint32_t>& next = lanes_[lane].next;
        next.store(static_cast<uint32_t>(block) + 1, std::memory_order_release);
        next.notify_all();
    }

private:
    struct alignas(64) Lane {
        std::atomic<uint32_t> next = 0;
    };
    size_t count_;
    std::unique_ptr<Lane[]> lanes_;
};

} // namespace rowkit
