// Pipes: how much they hold, who reads them, and pages that they hold in place of copies.
#include "io/pipe.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <limits>
#include <mutex>
#include <sys/ioctl.h>
#include <sys/uio.h>

namespace rowkit {
namespace {

constexpr int pipe_bytes = 1 << 20; // what anyone may have (pipe(7))

constexpr off_t announced_byte = 0x726f776b6974; // "rowkit"

// Below this, copying takes no longer than asking who reads.
constexpr size_t worth_lending = 32 << 10;

constexpr uint64_t never = std::numeric_limits<uint64_t>::max();

struct flock announcement(short type) {
    struct flock lock = {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = announced_byte;
    lock.l_len = 1;
    return lock;
}

// Freed memory is used again, but somebody has yet to read this.
void keep_for_good(Buffer&& buffer) {
    static std::mutex mutex;
    static auto* kept = new std::vector<Buffer>; // not destroyed at the end either
    std::lock_guard lock(mutex);
    kept->push_back(std::move(buffer));
}

} // namespace

void widen_pipe(int fd) { ::fcntl(fd, F_SETPIPE_SZ, pipe_bytes); }

void announce_pipe_reader(int fd) {
    struct flock lock = announcement(F_RDLCK);
    ::fcntl(fd, F_SETLK, &lock); // where that fails, the writer copies
}

PipeLoan::~PipeLoan() {
    for (Lent& lent : lent_) keep_for_good(std::move(lent.buffer));
}

/// Finds out who reads. Where that is no longer the same process, nobody knows what became of the pages.
void PipeLoan::look_at_reader() {
    struct flock lock = announcement(F_WRLCK);
    pid_t reader =
        ::fcntl(fd_, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0 ? lock.l_pid : 0;
    if (reader == reader_) return;
    reader_ = reader;
    for (Lent& lent : lent_) lent.end = never;
}

/// Takes back what has been read.
void PipeLoan::settle(uint64_t written) {
    int unread = 0;
    const bool told = ::ioctl(fd_, FIONREAD, &unread) == 0;
    look_at_reader(); // after that: whoever has read those bytes is still here
    if (!told) return;
    const uint64_t read = written - std::min<uint64_t>(written, static_cast<uint64_t>(unread));
    auto settled = [&](Lent& lent) {
        if (lent.end > read) return false;
        if (lent.home) lent.home->give_back(std::move(lent.buffer));
        return true;
    };
    std::erase_if(lent_, settled);
}

size_t PipeLoan::lend(std::string_view bytes, uint64_t written) {
    if (refused_ || bytes.size() < worth_lending) return 0;
    settle(written);
    if (reader_ == 0) return 0;
    iovec rest = {const_cast<char*>(bytes.data()), bytes.size()};
    while (rest.iov_len > 0) {
        ssize_t size = ::vmsplice(fd_, &rest, 1, 0);
        if (size > 0) {
            rest.iov_base = static_cast<char*>(rest.iov_base) + size;
            rest.iov_len -= static_cast<size_t>(size);
        } else if (size == 0 || errno != EINTR) {
            refused_ = size == 0 || errno != EAGAIN;
            break;
        }
    }
    const size_t done = bytes.size() - rest.iov_len;
    if (done > 0) lent_.push_back({bytes.data(), written + done});
    return done;
}

void PipeLoan::take_back(Buffer&& buffer, BufferPool& home) {
    const char* begin = buffer.data();
    std::less<const char*> before;
    auto in_buffer = [&](const Lent& lent) {
        return !lent.home && !before(lent.first, begin) && before(lent.first, begin + buffer.size());
    };
    auto lent = std::ranges::find_if(lent_, in_buffer);
    if (lent == lent_.end()) return home.give_back(std::move(buffer));
    lent->buffer = std::move(buffer);
    lent->home = &home;
}

} // namespace rowkit
