// Bytes set aside in a temporary file that has no name, and read back.
#include "io/spool.h"

#include "base/error.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace rowkit {
namespace {

/// For file systems that know no nameless files: one that loses its name at once.
int open_unlinked(const std::string& directory) {
    std::string path = directory + "/rowkit-XXXXXX";
    int fd = mkostemp(path.data(), O_CLOEXEC);
    if (fd >= 0) unlink(path.c_str());
    return fd;
}

} // namespace

Spool::Spool(const std::string& directory) : directory_(directory) {
    if (directory_.empty()) {
        const char* given = std::getenv("TMPDIR");
        directory_ = given && *given ? given : "/tmp";
    }
    fd_ = open(directory_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) fd_ = open_unlinked(directory_);
    if (fd_ < 0) throw io_error(directory_, errno);
}

Spool::~Spool() { close(fd_); }

void Spool::write(std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t n = ::write(fd_, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw io_error("temporary file in " + directory_, errno);
        bytes.remove_prefix(static_cast<size_t>(n));
    }
}

void Spool::read_at(uint64_t offset, char* into, size_t size) const {
    while (size > 0) {
        const ssize_t n = pread(fd_, into, size, static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) throw io_error("temporary file in " + directory_, n < 0 ? errno : EIO);
        offset += static_cast<uint64_t>(n);
        into += n;
        size -= static_cast<size_t>(n);
    }
}

// Opened anew through /proc, so that it is read from its beginning under a descriptor of its own.
std::string Spool::path() const { return "/proc/self/fd/" + std::to_string(fd_); }

std::unique_ptr<Source> Spool::read_back() { return open_source(path(), {.encoding = "utf-8"}); }

} // namespace rowkit
