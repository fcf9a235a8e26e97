// A source cut into blocks of whole records.
#include "stream/blocks.h"

#include "base/error.h"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/core.h>

namespace rowkit {

BlockReader::BlockReader(std::unique_ptr<Source> source, BufferPool& pool, size_t block_size, size_t most)
    : source_(std::move(source)), pool_(pool), block_size_(block_size), most_(most) {}

/// Reads once; 0 at the end, or where reading failed: what came before is given out first, then the error is
/// thrown.
size_t BlockReader::fill(size_t room) {
    if (end_ || failure_) return 0;
    if (!reads_itself_) read_itself();
    char* to = text_.room(room);
    size_t got = 0;
    try {
        got = source_->read(to, room);
    } catch (const Error&) {
        failure_ = std::current_exception();
        return 0;
    }
    text_.advance(got);
    if (got == 0) end_ = true;
    return got;
}

std::string_view BlockReader::peek() {
    if (text_.capacity() == 0) text_ = pool_.take(std::min<size_t>(block_size_, 65536));
    if (text_.empty()) fill(std::min<size_t>(block_size_, 65536));
    return text_.view();
}

bool BlockReader::peek_more(int patience_ms, std::string_view what) {
    for (int waited = 0; patience_ms >= 0 && !end_ && !source_->ready(); ++waited) {
        if (waited >= patience_ms) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (text_.size() > most_)
        throw Error(Exit::bad_data, ":1", fmt::format("{} is longer than {} bytes", what, most_));
    return fill(std::max(block_size_, text_.size())) != 0;
}

void BlockReader::drop(size_t bytes) {
    offset_ += bytes;
    std::memmove(text_.data(), text_.data() + bytes, text_.size() - bytes);
    text_.resize(text_.size() - bytes);
}

bool BlockReader::pass_to(uint64_t offset) {
    if (!source_->seek(offset)) return false;
    text_.clear();
    offset_ = offset;
    end_ = false;
    return true;
}

void BlockReader::read_itself() {
    source_->seek(position());
    reads_itself_ = true;
}

void BlockReader::put(Chunk chunk) {
    first_end_ = chunk.first_end ? text_.size() + chunk.first_end : 0;
    last_end_ = text_.size() + chunk.last_end;
    if (chunk.bytes.prepend(text_.view())) {
        text_.clear();
        text_.swap(chunk.bytes);
        spare_ = std::move(chunk.bytes);
    } else {
        text_.append(chunk.bytes.view());
        pool_.give_back(std::move(chunk.bytes));
    }
    failure_ = chunk.failure;
    if (!chunk.whole) read_itself();
}

/// Where the last record of text_ ends, if that was guessed rightly and makes a block; else 0.
size_t BlockReader::guessed_end(Splitter& splitter) {
    const size_t first = std::exchange(first_end_, 0);
    if (!first) return 0;
    splitter.restart();
    const bool right = splitter.scan(text_.data(), 0, first) == first;
    guesses_ += right ? 1 : -1;
    return right && text_.size() >= block_size_ ? last_end_ : 0;
}

bool BlockReader::next(Splitter& splitter, Block& block) {
    block.pause = false;
    size_t scanned = 0, whole = guessed_end(splitter);
    const bool guessed = whole > 0;
    splitter.restart();
    while (!end_ && !guessed) {
        if (text_.size() > scanned) {
            whole = splitter.scan(text_.data(), scanned, text_.size());
            scanned = text_.size();
        }
        if (failure_) {
            if (!whole) std::rethrow_exception(failure_);
            break;
        }
        // The first block is what was peeked at: a reader that wants ten records wants no more. What is whole
        // is no record that is too long, however many there are.
        if (whole && (first_ || text_.size() >= block_size_ || text_.size() > most_)) break;
        // What is whole goes on before a read would wait; an empty block says so where all has gone.
        if (!source_->ready() && (whole || !paused_)) {
            if (patience_ms_ > 0 && (whole || !first_)) {
                --patience_ms_;
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                continue;
            }
            block.pause = true;
            break;
        }
        if (text_.size() > most_)
            throw Error(Exit::bad_data, {}, fmt::format("a record is longer than {} bytes", most_),
                        "if no quote was left open, --memory allows longer records");
        // A block is filled up; one that holds no whole record yet grows by doubling.
        fill(text_.size() < block_size_ ? block_size_ - text_.size() : text_.size());
    }
    if (end_) whole = text_.size();
    if (end_ && whole == 0) return false;
    paused_ = block.pause;
    first_ = false;
    block.offset = offset_;
    block.last = end_;
    Buffer rest;
    if (!end_) {
        rest = reads_itself_ ? pool_.take(block_size_) : std::move(spare_);
        rest.append(text_.data() + whole, text_.size() - whole);
    }
    text_.resize(whole);
    block.text = std::move(text_);
    text_ = std::move(rest);
    offset_ += whole;
    return true;
}

} // namespace rowkit
