// Output to a descriptor: standard output, or a file that is no regular one.
#include "io/file_sink.h"

#include "base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rowkit {
namespace {

constexpr int pipe_bytes = 1 << 20;

} // namespace

void write_all(int fd, std::string_view bytes, const std::string& name) {
    while (!bytes.empty()) {
        ssize_t size = ::write(fd, bytes.data(), bytes.size());
        if (size >= 0) {
            bytes.remove_prefix(static_cast<size_t>(size));
        } else if (errno == EPIPE) {
            throw ReaderGone();
        } else if (errno == EAGAIN) {
            pollfd waiting = {fd, POLLOUT, 0};
            ::poll(&waiting, 1, -1);
        } else if (errno != EINTR) {
            throw io_error(name, errno);
        }
    }
}

std::unique_ptr<FdSink> FdSink::standard_output() {
    return std::make_unique<FdSink>("standard output", STDOUT_FILENO, false);
}

std::unique_ptr<FdSink> FdSink::open_special(const std::string& path) {
    int fd;
    do fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) throw io_error(path, errno);
    return std::make_unique<FdSink>(path, fd, true);
}

FdSink::FdSink(std::string name, int fd, bool owned) : name_(std::move(name)), fd_(fd), owned_(owned) {
    struct stat status;
    if (::fstat(fd_, &status) != 0) return; // the first write tells
    regular_ = S_ISREG(status.st_mode);
    if (S_ISFIFO(status.st_mode)) ::fcntl(fd_, F_SETPIPE_SZ, pipe_bytes);
}

FdSink::~FdSink() {
    if (owned_) ::close(fd_);
}

void FdSink::write(std::string_view bytes) {
    write_all(fd_, bytes, name_);
    written_.fetch_add(bytes.size(), std::memory_order_relaxed);
}

void FdSink::commit() {
    if (written() == 0) return;
    // Some file systems tell of a failed write only when a descriptor is closed; closing a copy asks them,
    // too, and leaves no free number that the next open() would make standard output.
    int copy = ::dup(fd_);
    if (copy >= 0 && ::close(copy) != 0 && errno != EINTR) throw io_error(name_, errno);
}

} // namespace rowkit
