// A Bloom filter with one function: a bit for each hash, so that most of those that are not there need not be
// looked for.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

namespace rowkit::ops {

/// Thread-safe: hashes are added first, and asked for then.
class HashFilter {
public:
    /// Of about `bytes`, of which those never touched cost nothing.
    explicit HashFilter(uint64_t bytes) : mask_(std::bit_floor(std::max<uint64_t>(bytes, 64)) * 8 - 1) {
        words_.reset(static_cast<uint64_t*>(std::calloc((mask_ + 1) / 64, sizeof(uint64_t))));
        if (!words_) throw std::bad_alloc();
    }

    void add(uint64_t hash) { std::atomic_ref(word(hash)).fetch_or(bit(hash), std::memory_order_relaxed); }
    bool may_have(uint64_t hash) const { return word(hash) & bit(hash); }

private:
    struct Free {
        void operator()(uint64_t* words) const { std::free(words); }
    };
    uint64_t& word(uint64_t hash) const { return words_[(hash & mask_) / 64]; }
    static uint64_t bit(uint64_t hash) { return uint64_t{1} << (hash % 64); }

    uint64_t mask_; // of a bit's number
    std::unique_ptr<uint64_t[], Free> words_;
};

} // namespace rowkit::ops
