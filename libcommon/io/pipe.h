// Pipes: how much they hold, who reads them, and pages that they hold in place of copies.
#pragma once

#include "base/buffer.h"

#include <cstdint>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace rowkit {

/// Lets the pipe `fd` hold more than the usual 64 KiB, so that two processes wait for each other less often.
void widen_pipe(int fd);

/// Lets the writer of the pipe `fd` know that this process reads it, and only by copying: by a lock on a byte
/// that no pipe has, which others can ask for. It lasts until the process ends or closes a descriptor of that
/// pipe.
void announce_pipe_reader(int fd);

/// Puts pages in a pipe without copying them, and knows when they have been read. A reader that is not known
/// to copy may pass the pages on to where they are read later (splice, tee), so there none are lent. Used by
/// one thread at a time.
class PipeLoan {
public:
    explicit PipeLoan(int fd) : fd_(fd) {}
    /// What has not been read by then stays as it is until the process ends.
    ~PipeLoan();
    PipeLoan(const PipeLoan&) = delete;
    PipeLoan& operator=(const PipeLoan&) = delete;

    /// Puts some of the first `bytes` in the pipe and returns how many: 0 where there are few, or the reader
    /// isn't known; fewer than all where writing would fail or, if that is wanted, block. They must stay as
    /// they are until take_back() is called with their buffer. `written`: bytes that were written to the pipe
    /// before.
    size_t lend(std::string_view bytes, uint64_t written);

    /// Gives `buffer` to `home`, at once or when its pages have been read.
    void take_back(Buffer&& buffer, BufferPool& home);

private:
    struct Lent {
        const char* first;
        uint64_t end; // of its bytes in all that was written
        Buffer buffer{}; // from take_back() on
        BufferPool* home = nullptr;
    };

    void look_at_reader();
    void settle(uint64_t written);

    int fd_;
    pid_t reader_ = 0; // 0: not known
    bool refused_ = false; // it failed once
    std::vector<Lent> lent_;
};

} // namespace rowkit
