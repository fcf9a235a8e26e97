// The built side of a join of sorted inputs: read by a thread of its own, a chunk ahead of who takes it.
#pragma once

#include "io/crew.h"
#include "ops/join_reader.h"
#include "stream/settings.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace rowkit::ops {

/// Some records in the order of the file.
struct JoinChunk {
    JoinPieces read; // one piece
    Buffer orders;   // of the keys, one after another, as append_key_order() makes them
    std::vector<size_t> order_ends;

    size_t size() const { return order_ends.size(); }
    uint64_t bytes_a_record() const {
        const uint64_t bytes = read.key_bytes.used() + read.row_bytes.used() + orders.size();
        return bytes / size() + sizeof(KeyBytes) + sizeof(char*) + sizeof(size_t);
    }
    const KeyBytes& key(size_t i) const { return read.pieces[0].keys[i]; }
    JoinPoint low(size_t i) const {
        return read.pieces[0].spans.low.empty() ? JoinPoint() : read.pieces[0].spans.low[i];
    }
    JoinPoint high(size_t i) const {
        return read.pieces[0].spans.high.empty() ? JoinPoint() : read.pieces[0].spans.high[i];
    }
    const char* row(size_t i) const { return read.pieces[0].rows.empty() ? nullptr : read.pieces[0].rows[i]; }
    std::string_view order(size_t i) const {
        const size_t begin = i ? order_ends[i - 1] : 0;
        return {orders.data() + begin, order_ends[i] - begin};
    }
};

/// Reads a file in the background. next() is for one thread.
class JoinFeed {
public:
    /// Returns when the file's columns are known. Throws what reading throws.
    JoinFeed(const std::string& file, const Settings& settings, const JoinBuildOptions& options);
    ~JoinFeed();

    /// The columns; there is no table.
    const std::shared_ptr<const JoinSide>& side() const { return side_; }

    /// The next records; null at the end. Throws what reading throws, and Error (exit 3) for a record out of
    /// order.
    std::shared_ptr<const JoinChunk> next();

    /// What was read, when next() has given all.
    uint64_t records() {
        std::lock_guard lock(mutex_);
        return records_;
    }
    uint64_t keys() {
        std::lock_guard lock(mutex_);
        return keys_;
    }

private:
    struct Stage;
    void read();
    bool put(std::shared_ptr<const JoinChunk> chunk);

    Settings settings_;
    JoinBuildOptions options_;
    std::shared_ptr<const JoinSide> side_;
    std::unique_ptr<JoinReader> reader_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<const JoinChunk>> ahead_;
    bool opened_ = false, ended_ = false, unwanted_ = false;
    uint64_t records_ = 0, keys_ = 0;
    std::exception_ptr error_;
    Crew crew_{1}; // last: it stops first
};

} // namespace rowkit::ops
