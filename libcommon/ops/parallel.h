// Jobs side by side, with their errors.
#pragma once

#include "io/crew.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

namespace rowkit::ops {

/// Calls job(0) to job(count - 1) on up to `threads` threads and waits for all; throws what the first failed
/// one threw.
template <class Job>
void run_jobs(unsigned threads, size_t count, const Job& job) {
    if (threads <= 1 || count <= 1) {
        for (size_t i = 0; i < count; ++i) job(i);
        return;
    }
    std::atomic<size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr error;
    auto work = [&] {
        try {
            for (size_t i; (i = next++) < count;) job(i);
        } catch (...) {
            std::lock_guard lock(mutex);
            if (!error) error = std::current_exception();
            next = count;
        }
    };
    Crew crew(threads);
    for (size_t i = 0; i < std::min<size_t>(threads, count); ++i) crew.run(work);
    crew.finish();
    if (error) std::rethrow_exception(error);
}

} // namespace rowkit::ops
