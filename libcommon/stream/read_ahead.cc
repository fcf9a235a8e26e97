// A regular file read by the workers themselves, side by side.
#include "stream/read_ahead.h"

#include "io/read_range.h"

#include <algorithm>

namespace rowkit {
namespace {

// Room before a chunk, for the part of a record that the chunk before it ends with. A longer one is copied
// once more.
constexpr size_t front_bytes = 16 << 10;

/// Takes the first line to be the end of a record, which it is but in a quoted cell.
void guess_ends(Splitter& splitter, Chunk& chunk) {
    const std::string_view text = chunk.bytes.view();
    chunk.first_end = text.find('\n') + 1;
    if (chunk.first_end == 0) return;
    splitter.restart();
    const size_t whole = splitter.scan(text.data() + chunk.first_end, 0, text.size() - chunk.first_end);
    chunk.last_end = chunk.first_end + whole;
}

} // namespace

void ReadAhead::begin(File file, uint64_t from, uint64_t to, size_t chunk_bytes) {
    std::lock_guard lock(mutex_);
    file_.emplace(std::move(file));
    from_ = from;
    to_ = to;
    chunk_bytes_ = chunk_bytes;
    given_ = handed_in_ = 0;
    guess_ = true;
    ++round_;
    end_.notify_all();
}

void ReadAhead::end() {
    std::lock_guard lock(mutex_);
    file_.reset();
    from_ = to_ = given_ = handed_in_ = 0;
    ++round_;
    for (std::condition_variable& turn : turns_) turn.notify_all();
    end_.notify_all();
}

void ReadAhead::stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    for (std::condition_variable& turn : turns_) turn.notify_all();
    end_.notify_all();
}

Chunk ReadAhead::read() {
    Chunk chunk;
    std::unique_lock lock(mutex_);
    if (from_ >= to_) {
        end_.wait(lock, [&] { return stopped_ || from_ < to_ || given_ == handed_in_; });
        return chunk;
    }
    const File file = *file_;
    const bool guess = guess_;
    const uint64_t from = from_;
    const size_t size = static_cast<size_t>(std::min<uint64_t>(chunk_bytes_, to_ - from_));
    from_ += size;
    chunk.number = given_++;
    chunk.round = round_;
    lock.unlock();
    try {
        chunk.bytes = pool_.take(size, front_bytes);
        chunk.whole = read_range(file.source, from, from + size, chunk.bytes);
        if (guess) guess_ends(*file.reader.splitter(), chunk);
    } catch (...) {
        chunk.failure = std::current_exception();
        chunk.whole = false;
    }
    lock.lock();
    turns_[chunk.number % turns_.size()].wait(
        lock, [&] { return stopped_ || chunk.round != round_ || chunk.number == handed_in_; });
    return chunk;
}

bool ReadAhead::is_next(const Chunk& chunk) const {
    std::lock_guard lock(mutex_);
    if (chunk) return chunk.round == round_ && chunk.number == handed_in_;
    return given_ == handed_in_ && from_ >= to_;
}

void ReadAhead::handed_in(bool guess) {
    std::lock_guard lock(mutex_);
    guess_ = guess;
    ++handed_in_;
    turns_[handed_in_ % turns_.size()].notify_one();
    if (given_ == handed_in_ && from_ >= to_) end_.notify_all();
}

} // namespace rowkit
