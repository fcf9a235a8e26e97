// Compressed output, made beside the work.
#pragma once

#include "io/crew.h"
#include "io/packer.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace rowkit {

/// Cuts what it is given into pieces, has them compressed by up to `threads` threads, and has these write
/// them to `below` in order. Failures below are thrown by the next call. At most `threads` + 2 pieces are
/// under way.
class CompressedSink final : public Sink {
public:
    /// `flush_delay`: how long after flush() the piece is ended, if it isn't full by then; none: never. To
    /// end it at once would make pieces of a few records where the input comes in drips, which compress
    /// badly.
    CompressedSink(std::unique_ptr<Sink> below, std::unique_ptr<Packer> packer, unsigned threads,
                   std::optional<std::chrono::milliseconds> flush_delay);
    ~CompressedSink() override;

    void write(std::string_view bytes) override;
    void flush() override;
    void commit() override;
    uint64_t written() const override { return below_->written(); }

private:
    struct Piece {
        Buffer plain;
        Buffer packed;
        uint32_t checksum = 0;
        bool flush = false;
        bool done = false;
    };
    using Lock = std::unique_lock<std::mutex>;

    void send(Lock& lock, bool flush);
    void pack(Piece& piece);
    void write_done(Lock& lock);
    void write_piece(const Piece& piece);
    void check() const;
    void flush_later();
    void stop_flusher();

    std::unique_ptr<Sink> below_;
    std::unique_ptr<Packer> packer_;
    unsigned threads_;
    std::optional<std::chrono::milliseconds> flush_delay_;
    BufferPool plains_; // not one pool: a packed piece needs no pages for all that it has room for
    BufferPool packed_;

    std::mutex mutex_;
    std::condition_variable for_room_;
    std::deque<Piece> pieces_;
    Buffer plain_; // of the piece that is being filled
    std::exception_ptr error_;
    bool writing_ = false;
    bool head_written_ = false;

    std::condition_variable for_flusher_;
    std::optional<std::chrono::steady_clock::time_point> flush_due_;
    bool stopping_ = false;
    std::thread flusher_;
    std::optional<Crew> crew_;
};

} // namespace rowkit
