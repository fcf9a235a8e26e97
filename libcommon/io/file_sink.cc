// Output to a descriptor: standard output, or a file that is no regular one.
#include "io/file_sink.h"

#include "base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rowkit {

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

bool leads_to_standard_output(const std::string& path) {
    struct stat there, output;
    if (::stat(path.c_str(), &there) != 0 || ::fstat(STDOUT_FILENO, &output) != 0) return false;
    if (there.st_dev != output.st_dev || there.st_ino != output.st_ino) return false;
    return !S_ISCHR(output.st_mode) || ::isatty(STDOUT_FILENO);
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
    if (S_ISFIFO(status.st_mode)) {
        widen_pipe(fd_);
        loan_.emplace(fd_);
    }
}

FdSink::~FdSink() {
    if (owned_) ::close(fd_);
}

void FdSink::write(std::string_view bytes) {
    write_all(fd_, bytes, name_);
    written_.fetch_add(bytes.size(), std::memory_order_relaxed);
}

void FdSink::write_lasting(std::string_view bytes) {
    if (loan_) {
        const size_t lent = loan_->lend(bytes, written());
        written_.fetch_add(lent, std::memory_order_relaxed);
        bytes.remove_prefix(lent);
    }
    if (!bytes.empty()) write(bytes);
}

void FdSink::take_back(Buffer&& buffer, BufferPool& home) {
    if (loan_) loan_->take_back(std::move(buffer), home);
    else Sink::take_back(std::move(buffer), home);
}

void FdSink::commit() {
    if (written() == 0) return;
    // Some file systems tell of a failed write only when a descriptor is closed; closing a copy asks them,
    // too, and leaves no free number that the next open() would make standard output.
    int copy = ::dup(fd_);
    if (copy >= 0 && ::close(copy) != 0 && errno != EINTR) throw io_error(name_, errno);
}

} // namespace rowkit
