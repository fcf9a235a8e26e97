// Chunks of bytes, from threads that make them to the one that reads them, in order.
#include "io/handover.h"

#include <algorithm>
#include <cstring>

namespace rowkit {

Handover::Slot& Handover::open(size_t charge, size_t limit, BufferPool& home) {
    std::unique_lock lock(mutex_);
    for_maker_.wait(lock, [&] { return stopped_ || charged_ == 0 || charged_ + charge <= limit; });
    if (stopped_) throw Stopped{};
    charged_ += charge;
    Slot& slot = slots_.emplace_back();
    slot.charge = charge;
    slot.home = &home;
    return slot;
}

void Handover::finish(Slot& slot) {
    std::lock_guard lock(mutex_);
    slot.done = true;
    if (&slot == &slots_.front()) for_reader_.notify_one();
}

void Handover::end(std::exception_ptr error) {
    std::lock_guard lock(mutex_);
    if (error) {
        Slot& slot = slots_.emplace_back();
        slot.error = std::move(error);
        slot.done = true;
    }
    ended_ = true;
    for_reader_.notify_one();
}

void Handover::set_waiting(bool waiting) {
    std::lock_guard lock(mutex_);
    waiting_ = waiting;
    if (!waiting) return;
    ++waits_;
    for_reader_.notify_one();
}

size_t Handover::read(char* into, size_t room) {
    while (at_ == current_.bytes.size()) {
        if (current_.error) std::rethrow_exception(current_.error);
        std::unique_lock lock(mutex_);
        release_current();
        for_reader_.wait(lock, [&] { return slots_.empty() ? ended_ : slots_.front().done; });
        if (slots_.empty()) return 0;
        current_ = std::move(slots_.front());
        slots_.pop_front();
    }
    size_t size = std::min(room, current_.bytes.size() - at_);
    std::memcpy(into, current_.bytes.data() + at_, size);
    at_ += size;
    return size;
}

void Handover::release_current() {
    if (!current_.home) return;
    charged_ -= current_.charge;
    current_.home->give_back(std::move(current_.bytes));
    current_ = Slot();
    at_ = 0;
    for_maker_.notify_one();
}

bool Handover::ready(const std::function<bool()>& more_outside) {
    if (at_ < current_.bytes.size() || current_.error) return true;
    std::unique_lock lock(mutex_);
    release_current();
    // A maker that is at work will shortly have made something or be waiting itself: only then is it known.
    for (uint64_t seen = 0;; seen = waits_) {
        for_reader_.wait(lock, [&] {
            return slots_.empty() ? ended_ || (waiting_ && waits_ != seen) : slots_.front().done;
        });
        if (!slots_.empty() || ended_) return true;
        if (!more_outside()) return false;
    }
}

void Handover::stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    for_maker_.notify_all();
}

bool Handover::stopped() {
    std::lock_guard lock(mutex_);
    return stopped_;
}

} // namespace rowkit
