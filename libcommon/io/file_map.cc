// A file's bytes as memory.
#include "io/file_map.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <mutex>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22 // Linux 5.14; where it is not known, pages come one by one
#endif

namespace rowkit {
namespace {

constexpr int64_t rests_for = 2; // seconds without a write: nobody is writing to it

// What the handler of SIGBUS may look at: where files are mapped.
struct Slot {
    std::atomic<uintptr_t> begin = 0, end = 0;
    std::atomic<bool> torn = false;
};
constinit std::array<Slot, 64> slots;
constinit std::mutex slots_mutex;

/// A page behind the file's end, or one that the disk does not give, is replaced by zeros; the run goes on to
/// where FileMap::check() is asked. Any other fault ends the process as it would have.
void on_bus_error(int, siginfo_t* info, void*) {
    const auto at = reinterpret_cast<uintptr_t>(info->si_addr);
    const int saved = errno;
    for (Slot& slot : slots) {
        if (at < slot.begin || at >= slot.end) continue;
        slot.torn = true;
        const auto size = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
        void* wanted = reinterpret_cast<void*>(at & ~(size - 1));
        // The bare call: a thread sanitizer would take mmap() for a write to what other threads read.
        if (::syscall(SYS_mmap, wanted, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
            -1)
            break;
        errno = saved;
        return;
    }
    std::signal(SIGBUS, SIG_DFL); // the access is made again
}

/// -1: all are taken.
int take_slot(uintptr_t begin, uintptr_t end) {
    std::lock_guard lock(slots_mutex);
    static bool handles = false;
    if (!handles) {
        struct sigaction action = {};
        action.sa_sigaction = on_bus_error;
        action.sa_flags = SA_SIGINFO;
        if (::sigaction(SIGBUS, &action, nullptr) != 0) return -1;
        handles = true;
    }
    for (size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].begin) continue;
        slots[i].torn = false;
        slots[i].end = end;
        slots[i].begin = begin;
        return static_cast<int>(i);
    }
    return -1;
}

void advise(std::string_view part, int advice) {
    const auto begin = reinterpret_cast<uintptr_t>(part.data()), end = begin + part.size();
    const auto size = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
    const uintptr_t from = begin & ~(size - 1);
    ::madvise(reinterpret_cast<void*>(from), end - from, advice);
}

} // namespace

std::shared_ptr<const FileMap> FileMap::of(int fd, uint64_t from, uint64_t size, std::string name) {
    struct stat status, output;
    timespec now;
    if (size == 0 || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return nullptr;
    if (static_cast<uint64_t>(status.st_size) < from + size) return nullptr;
    if (::clock_gettime(CLOCK_REALTIME, &now) != 0 || now.tv_sec - status.st_mtim.tv_sec < rests_for)
        return nullptr;
    if (::fstat(STDOUT_FILENO, &output) == 0 && output.st_dev == status.st_dev &&
        output.st_ino == status.st_ino)
        return nullptr;
    std::shared_ptr<FileMap> map(new FileMap);
    map->fd_ = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (map->fd_ < 0) return nullptr;
    const auto length = static_cast<size_t>(from + size);
    void* base = ::mmap(nullptr, length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (base == MAP_FAILED) return nullptr;
    map->base_ = static_cast<char*>(base);
    map->length_ = length;
    map->bytes_ = {map->base_ + from, static_cast<size_t>(size)};
    map->name_ = std::move(name);
    map->file_size_ = static_cast<uint64_t>(status.st_size);
    map->end_ = map->end_of_file();
    map->written_s_ = status.st_mtim.tv_sec;
    map->written_ns_ = status.st_mtim.tv_nsec;
    const auto begin = reinterpret_cast<uintptr_t>(base);
    map->slot_ = take_slot(begin, begin + length);
    return map->slot_ < 0 ? nullptr : map;
}

FileMap::~FileMap() {
    if (slot_ >= 0) slots[static_cast<size_t>(slot_)].begin = 0;
    if (base_) ::munmap(base_, length_);
    if (fd_ >= 0) ::close(fd_);
}

void FileMap::keep_at_hand(std::string_view part) { advise(part, MADV_POPULATE_READ); }

void FileMap::let_go(std::string_view part) { advise(part, MADV_DONTNEED); }

/// The last bytes of what the file was when it was mapped.
std::string FileMap::end_of_file() const {
    std::string bytes(std::min<uint64_t>(file_size_, 4096), '\0');
    const ssize_t size =
        ::pread(fd_, bytes.data(), bytes.size(), static_cast<off_t>(file_size_ - bytes.size()));
    bytes.resize(size > 0 ? static_cast<size_t>(size) : 0);
    return bytes;
}

void FileMap::check() const {
    struct stat status;
    const bool known = ::fstat(fd_, &status) == 0;
    const bool as_it_was =
        known && status.st_mtim.tv_sec == written_s_ && status.st_mtim.tv_nsec == written_ns_;
    const bool appended =
        known && static_cast<uint64_t>(status.st_size) > file_size_ && end_of_file() == end_;
    if (!as_it_was && !appended)
        throw Error(Exit::io, name_, "was written to while it was read",
                    "a copy of it, or a pipe (cat FILE | ...), stands still");
    if (slots[static_cast<size_t>(slot_)].torn) throw io_error(name_, EIO);
}

} // namespace rowkit
