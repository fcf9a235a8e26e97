// A few threads that do small jobs, started when there is work for them.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace rowkit {

/// Runs jobs on up to `most` threads, which are started one by one when a job finds none idle.
class Crew {
public:
    explicit Crew(unsigned most) : most_(most == 0 ? 1 : most) {}
    /// Drops the jobs that have not begun, waits for those that have.
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Hands over a job, which must not throw.
    void run(std::function<void()> job);
    /// Waits until all jobs are done.
    void finish();

private:
    void work();

    unsigned most_;
    std::mutex mutex_;
    std::condition_variable for_work_;
    std::condition_variable for_finish_;
    std::deque<std::function<void()>> jobs_;
    std::vector<std::thread> threads_;
    size_t busy_ = 0;
    bool stopping_ = false;
};

} // namespace rowkit
