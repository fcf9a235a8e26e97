// A few threads that do small jobs, started when there is work for them.
#include "io/crew.h"

#include <algorithm>

namespace rowkit {

Crew::~Crew() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        for_work_.notify_all();
    }
    for (std::thread& thread : threads_) thread.join();
}

void Crew::run(std::function<void()> job) {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    if (threads_.size() < std::min<size_t>(most_, busy_ + jobs_.size()))
        threads_.emplace_back([this] { work(); });
    for_work_.notify_one();
}

void Crew::finish() {
    std::unique_lock lock(mutex_);
    for_finish_.wait(lock, [&] { return busy_ == 0 && jobs_.empty(); });
}

void Crew::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        for_work_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
        if (stopping_) return;
        std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        ++busy_;
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        if (--busy_ == 0 && jobs_.empty()) for_finish_.notify_all();
    }
}

} // namespace rowkit
