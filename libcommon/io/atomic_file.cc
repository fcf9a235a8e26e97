// An output file that appears whole, or not at all.
#include "io/atomic_file.h"

#include "base/error.h"
#include "io/file_sink.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>
#include <utility>

namespace rowkit {
namespace {

// The disk is set to work every so many bytes, so that the sync at the end finds little left.
constexpr uint64_t disk_bytes = 8 << 20;

constexpr unsigned links_most = 40; // as the kernel's own limit

std::string directory_of(const std::string& path) {
    size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// Where `path` leads to in the end, which need not exist.
std::string follow_links(std::string path) {
    for (unsigned links = 0; links < links_most; ++links) {
        char leads_to[PATH_MAX];
        ssize_t size = ::readlink(path.c_str(), leads_to, sizeof leads_to);
        if (size < 0) return path;
        std::string next(leads_to, static_cast<size_t>(size));
        path = next.starts_with('/') ? next : directory_of(path) + "/" + next;
    }
    throw io_error(path, ELOOP);
}

std::string random_suffix() {
    constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char bytes[10];
    if (::getrandom(bytes, sizeof bytes, 0) != sizeof bytes) throw io_error("getrandom", errno);
    std::string suffix;
    for (unsigned char byte : bytes) suffix += letters[byte & 31];
    return suffix;
}

} // namespace

AtomicFile::AtomicFile(const std::string& path) : shown_(path) {
    std::string target = follow_links(path);
    std::string directory = directory_of(target);
    name_ = target.substr(target.rfind('/') + 1);
    directory_ = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory_ < 0) {
        if (errno != ENOENT) throw io_error(shown_, errno);
        throw Error(Exit::io, shown_, "there is no directory " + directory, "mkdir -p " + directory);
    }
    try {
        if (name_.empty() || name_ == "." || name_ == "..") throw io_error(shown_, EISDIR);
        struct stat replaced;
        replaces_ = ::fstatat(directory_, name_.c_str(), &replaced, 0) == 0;
        if (replaces_ && ::faccessat(directory_, name_.c_str(), W_OK, AT_EACCESS) != 0)
            throw io_error(shown_, errno);
        // Until it has the owner that it shall have, nobody else may read it.
        open_temporary(replaces_ ? replaced.st_mode & 0600 : 0666);
        if (replaces_) keep_owner_and_mode(replaced);
    } catch (...) {
        discard();
        throw;
    }
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::discard() {
    if (!temporary_.empty()) ::unlinkat(directory_, temporary_.c_str(), 0);
    temporary_.clear();
    if (fd_ >= 0) ::close(fd_);
    if (directory_ >= 0) ::close(directory_);
    fd_ = directory_ = -1;
}

void AtomicFile::open_temporary(mode_t mode) {
    mode_ = mode;
    // Such a file gets its name by way of /proc.
    if (::access("/proc/self/fd", F_OK) == 0)
        fd_ = ::openat(directory_, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
    if (fd_ >= 0 || make_name(&AtomicFile::create)) return;
    int failure = errno;
    if (failure == EACCES || failure == EROFS)
        throw Error(Exit::io, shown_, "its directory can't be written",
                    "write to standard output instead: ... > FILE");
    throw io_error(shown_, failure);
}

void AtomicFile::keep_owner_and_mode(const struct stat& replaced) {
    mode_t mode = replaced.st_mode & 07777;
    struct stat ours;
    if (::fstat(fd_, &ours) != 0) throw io_error(shown_, errno);
    if (ours.st_uid != replaced.st_uid || ours.st_gid != replaced.st_gid) {
        // Without the right to give files away the group may still be had.
        if (::fchown(fd_, replaced.st_uid, replaced.st_gid) != 0) {
            mode &= 0777;
            bool group_kept = ::fchown(fd_, uid_t(-1), replaced.st_gid) == 0;
            mode_t others = mode & 07;
            if (!group_kept) mode &= 0707 | others << 3; // another group may do no more than anybody
        }
    }
    if (::fchmod(fd_, mode) != 0) throw io_error(shown_, errno);
}

// Tries names beside the target until one is free.
bool AtomicFile::make_name(bool (AtomicFile::*make)(const std::string& name)) {
    for (int tries = 0; tries < 100; ++tries) {
        // A name may be as long as the file system allows, so the temporary one takes only its start.
        std::string name = "." + name_.substr(0, 64) + ".rowkit-" + random_suffix();
        if ((this->*make)(name)) {
            temporary_ = name;
            return true;
        }
        if (errno != EEXIST) return false;
    }
    return false;
}

bool AtomicFile::create(const std::string& name) {
    fd_ = ::openat(directory_, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_);
    return fd_ >= 0;
}

bool AtomicFile::link(const std::string& name) {
    std::string self = "/proc/self/fd/" + std::to_string(fd_);
    return ::linkat(AT_FDCWD, self.c_str(), directory_, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

void AtomicFile::write(std::string_view bytes) {
    write_all(fd_, bytes, shown_);
    uint64_t now = written_.fetch_add(bytes.size(), std::memory_order_relaxed) + bytes.size();
    if (now - sent_to_disk_ < disk_bytes) return;
    ::sync_file_range(fd_, static_cast<off64_t>(sent_to_disk_), static_cast<off64_t>(now - sent_to_disk_),
                      SYNC_FILE_RANGE_WRITE);
    sent_to_disk_ = now;
}

void AtomicFile::commit() {
    if (::fsync(fd_) != 0 && errno != EINVAL) throw io_error(shown_, errno);
    bool placed = false;
    if (temporary_.empty()) {
        // A file that replaces none can be linked to its name at once; nothing can replace by linking.
        placed = !replaces_ && link(name_);
        if (!placed && !replaces_ && errno != EEXIST) throw io_error(shown_, errno);
        if (!placed && !make_name(&AtomicFile::link)) throw io_error(shown_, errno);
    }
    if (!placed) {
        if (::renameat(directory_, temporary_.c_str(), directory_, name_.c_str()) != 0)
            throw io_error(shown_, errno);
        temporary_.clear();
    }
    int fd = std::exchange(fd_, -1);
    if (::close(fd) != 0 && errno != EINTR) throw io_error(shown_, errno);
    if (::fsync(directory_) != 0 && errno != EINVAL) throw io_error(shown_, errno);
}

} // namespace rowkit
