// Chunks of bytes, from threads that make them to the one that reads them, in order.
#pragma once

#include "base/buffer.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>

namespace rowkit {

/// A bounded queue whose places are given out in order and filled in any order. One thread (the maker) opens
/// places; it or others fill them; one thread at a time reads. Thread-safe between these.
class Handover {
public:
    struct Slot {
        Buffer bytes;
        std::exception_ptr error; // thrown to the reader after `bytes`
        size_t charge = 0;
        BufferPool* home = nullptr;
        bool done = false;
    };
    /// Thrown to the maker when the reader has gone.
    struct Stopped {};

    /// Opens the next place. Waits while those open hold more than `limit` bytes by their charge; a buffer
    /// that was read goes back to `home`. The slot stays valid until finish().
    Slot& open(size_t charge, size_t limit, BufferPool& home);
    void finish(Slot& slot);
    /// No more places will be opened; the reader gets `error`, where there is one, after the last.
    void end(std::exception_ptr error = nullptr);
    /// Says that the maker waits, or no longer waits, for bytes from outside.
    void set_waiting(bool waiting);

    /// As Source::read().
    size_t read(char* into, size_t room);
    /// As Source::ready(); while chunks are being made, waits to see what comes of it. `more_outside` tells
    /// whether a maker that waits is about to find bytes.
    bool ready(const std::function<bool()>& more_outside);

    /// Turns away the maker and all who fill slots: the reader has gone.
    void stop();
    bool stopped();

private:
    void release_current();

    std::mutex mutex_;
    std::condition_variable for_reader_;
    std::condition_variable for_maker_;
    std::deque<Slot> slots_;
    size_t charged_ = 0;
    bool ended_ = false;
    bool waiting_ = false;
    uint64_t waits_ = 0; // how often the maker began to wait
    bool stopped_ = false;

    Slot current_; // the reader's own
    size_t at_ = 0;
};

} // namespace rowkit
