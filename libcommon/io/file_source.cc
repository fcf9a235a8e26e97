// Bytes of a file, a pipe or standard input, as they are.
#include "io/file_source.h"

#include "base/error.h"
#include "io/file_map.h"
#include "io/pipe.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rowkit {
namespace {

// Files below this are read in one or two calls, where advice to the kernel costs more than it gains.
constexpr uint64_t worth_advising = 1 << 20;

} // namespace

std::unique_ptr<FdSource> FdSource::open(const std::string& path, int watch_output, const std::string& name) {
    if (path == "-") return std::make_unique<FdSource>("standard input", STDIN_FILENO, false, watch_output);
    int fd;
    do fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    const std::string& shown = name.empty() ? path : name;
    if (fd < 0) throw io_error(shown, errno);
    return std::make_unique<FdSource>(shown, fd, true, watch_output);
}

FdSource::FdSource(std::string name_shown, int fd, bool owned, int watch_output)
    : PeekingSource(std::move(name_shown)), fd_(fd), watch_output_(watch_output), owned_(owned) {
    struct stat status;
    int failure = ::fstat(fd_, &status) == 0 ? 0 : errno;
    if (failure == 0 && S_ISDIR(status.st_mode)) failure = EISDIR;
    if (failure != 0) {
        if (owned_) ::close(fd_);
        if (failure == EISDIR) throw Error(Exit::io, name(), "is a directory", "name the files in it");
        throw io_error(name(), failure);
    }
    if (S_ISREG(status.st_mode)) {
        regular_ = true;
        off_t at = owned_ ? 0 : ::lseek(fd_, 0, SEEK_CUR);
        start_ = at > 0 ? static_cast<uint64_t>(at) : 0;
        auto size = static_cast<uint64_t>(status.st_size);
        if (size > start_) total_ = size - start_;
        if (total_ && *total_ >= worth_advising) ::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
    } else if (S_ISFIFO(status.st_mode)) {
        widen_pipe(fd_);
        announce_pipe_reader(fd_);
    } else if (S_ISCHR(status.st_mode) && fd_ == STDIN_FILENO && ::isatty(fd_)) {
        throw Error(Exit::usage, {}, "standard input is a terminal",
                    "name a file, or send data in through a pipe: ... | or < FILE");
    }
}

FdSource::~FdSource() {
    if (wake_ >= 0) ::close(wake_);
    if (owned_) ::close(fd_);
}

size_t FdSource::take(char* into, size_t room) {
    if (!regular_ && (watch_output_ >= 0 || wake_ >= 0) && !wait_for_bytes()) return 0;
    for (;;) {
        ssize_t size = ::read(fd_, into, room);
        if (size >= 0) {
            consumed_.fetch_add(static_cast<uint64_t>(size), std::memory_order_relaxed);
            return static_cast<size_t>(size);
        }
        if (errno == EAGAIN) {
            if (!wait_for_bytes()) return 0;
        } else if (errno != EINTR) {
            throw io_error(name(), errno);
        }
    }
}

bool FdSource::wait_for_bytes() {
    for (;;) {
        // No events asked of the output: poll tells of errors unasked, and a pipe without a reader is one.
        pollfd watched[3] = {{fd_, POLLIN, 0}, {watch_output_, 0, 0}, {wake_, POLLIN, 0}};
        if (::poll(watched, 3, -1) < 0) {
            if (errno == EINTR) continue;
            throw io_error(name(), errno);
        }
        if (watched[2].revents) return false;
        if (watched[1].revents & (POLLERR | POLLHUP)) throw ReaderGone();
        if (watched[1].revents & POLLNVAL) watch_output_ = -1;
        if (watched[0].revents) return true;
    }
}

bool FdSource::bytes_waiting() const {
    if (regular_) return true;
    pollfd watched = {fd_, POLLIN, 0};
    return ::poll(&watched, 1, 0) != 0;
}

bool FdSource::seek(uint64_t offset) {
    if (!total_ || ::lseek(fd_, static_cast<off_t>(start_ + offset), SEEK_SET) < 0) return false;
    forget_peeked();
    consumed_.store(offset, std::memory_order_relaxed);
    return true;
}

std::optional<size_t> FdSource::read_at(uint64_t offset, char* into, size_t room) const {
    if (!total_) return std::nullopt;
    for (;;) {
        ssize_t size = ::pread(fd_, into, room, static_cast<off_t>(start_ + offset));
        if (size >= 0) return static_cast<size_t>(size);
        if (errno != EINTR) throw io_error(name(), errno);
    }
}

std::shared_ptr<const FileMap> FdSource::map() const {
    return total_ ? FileMap::of(fd_, start_, *total_, name()) : nullptr;
}

void FdSource::allow_interrupt() {
    if (!regular_ && wake_ < 0) wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void FdSource::interrupt() {
    uint64_t one = 1;
    if (wake_ >= 0 && ::write(wake_, &one, sizeof one) < 0)
        return; // only a full counter fails, which wakes too
}

} // namespace rowkit
