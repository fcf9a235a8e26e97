// Compressed output, made beside the work.
#include "io/compress.h"

#include <algorithm>

namespace rowkit {
namespace {

// What is smaller when all is done isn't worth a thread.
constexpr size_t small_bytes = 256 << 10;

} // namespace

CompressedSink::CompressedSink(std::unique_ptr<Sink> below, std::unique_ptr<Packer> packer, unsigned threads,
                               std::optional<std::chrono::milliseconds> flush_delay)
    : below_(std::move(below)), packer_(std::move(packer)), threads_(std::max(1u, threads)),
      flush_delay_(flush_delay) {}

CompressedSink::~CompressedSink() {
    stop_flusher();
    crew_.reset();
}

void CompressedSink::write(std::string_view bytes) {
    Lock lock(mutex_);
    check();
    while (!bytes.empty()) {
        size_t size = std::min(bytes.size(), packer_->piece_bytes() - plain_.size());
        plain_.append(bytes.substr(0, size));
        bytes.remove_prefix(size);
        if (plain_.size() == packer_->piece_bytes()) send(lock, false);
        check(); // what could not be sent leaves no room
    }
}

void CompressedSink::flush() {
    if (!flush_delay_) return;
    Lock lock(mutex_);
    check();
    if (plain_.empty() || flush_due_) return;
    flush_due_ = std::chrono::steady_clock::now() + *flush_delay_;
    if (!flusher_.joinable()) flusher_ = std::thread([this] { flush_later(); });
    for_flusher_.notify_one();
}

void CompressedSink::flush_later() {
    Lock lock(mutex_);
    while (!stopping_) {
        if (!flush_due_) {
            for_flusher_.wait(lock);
        } else if (std::chrono::steady_clock::now() < *flush_due_) {
            for_flusher_.wait_until(lock, *flush_due_);
        } else {
            flush_due_.reset();
            if (!plain_.empty() && !error_) send(lock, true);
        }
    }
}

void CompressedSink::stop_flusher() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        for_flusher_.notify_one();
        for_room_.notify_all();
    }
    if (flusher_.joinable()) flusher_.join();
}

void CompressedSink::commit() {
    stop_flusher();
    Lock lock(mutex_);
    if (!plain_.empty() && !crew_ && plain_.size() < small_bytes) {
        Piece& piece = pieces_.emplace_back();
        piece.plain = std::move(plain_);
        lock.unlock();
        pack(piece);
        lock.lock();
    } else if (!plain_.empty()) {
        send(lock, false);
    }
    for_room_.wait(lock, [&] { return error_ || (pieces_.empty() && !writing_); });
    check();
    if (!head_written_) below_->write(packer_->head());
    below_->write(packer_->tail());
    below_->commit();
}

void CompressedSink::check() const {
    if (error_) std::rethrow_exception(error_);
}

void CompressedSink::send(Lock& lock, bool flush) {
    // The lock is open while it waits: by then the flusher's piece may have been filled, or sent by the
    // writer.
    auto room = [&] { return pieces_.size() < threads_ + 2; };
    for_room_.wait(lock, [&] { return error_ || room() || (flush && stopping_); });
    if (error_ || !room() || plain_.empty()) return;
    Piece& piece = pieces_.emplace_back();
    piece.plain = std::move(plain_);
    piece.flush = flush;
    plain_ = plains_.take(packer_->piece_bytes());
    flush_due_.reset();
    if (!crew_) crew_.emplace(threads_);
    crew_->run([this, &piece] { pack(piece); });
}

void CompressedSink::pack(Piece& piece) {
    std::exception_ptr failure;
    try {
        piece.packed = packed_.take(0);
        piece.checksum = packer_->pack(piece.plain.view(), piece.packed);
    } catch (...) {
        failure = std::current_exception();
    }
    Lock lock(mutex_);
    if (failure && !error_) error_ = failure;
    piece.done = true;
    write_done(lock);
}

// Writes the pieces that are next and done, unless another thread is at it: that one will see them.
void CompressedSink::write_done(Lock& lock) {
    if (writing_) return;
    writing_ = true;
    while (!error_ && !pieces_.empty() && pieces_.front().done) {
        Piece piece = std::move(pieces_.front());
        pieces_.pop_front();
        lock.unlock();
        std::exception_ptr failure;
        try {
            write_piece(piece);
        } catch (...) {
            failure = std::current_exception();
        }
        plains_.give_back(std::move(piece.plain));
        packed_.give_back(std::move(piece.packed));
        lock.lock();
        if (failure) error_ = failure;
        for_room_.notify_all();
    }
    writing_ = false;
    for_room_.notify_all();
}

void CompressedSink::write_piece(const Piece& piece) {
    if (!head_written_) below_->write(packer_->head());
    head_written_ = true;
    packer_->add(piece.checksum, piece.plain.size());
    below_->write(piece.packed.view());
    if (piece.flush) below_->flush();
}

} // namespace rowkit
