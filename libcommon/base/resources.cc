// What this machine lets the process use.
#include "base/resources.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <limits>
#include <optional>
#include <malloc.h>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

namespace rowkit {
namespace {

// The first 4 KiB of a small file of /proc or /sys; empty where there is none.
std::string read_small(const std::string& path) {
    int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return {};
    std::array<char, 4096> text;
    ssize_t size = ::read(fd, text.data(), text.size());
    ::close(fd);
    return size > 0 ? std::string(text.data(), static_cast<size_t>(size)) : std::string();
}

// Takes the number at the start of `text`, after blanks.
std::optional<uint64_t> take_number(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    uint64_t value = 0;
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    return value;
}

struct Group {
    std::string path; // in its hierarchy, beginning with '/'
    bool v2 = false;
};

// The process's group for `controller` (cgroups(7), /proc/[pid]/cgroup): a version 1 hierarchy of its own,
// else version 2.
Group group_of(std::string_view controller) {
    static const std::string text = read_small("/proc/self/cgroup");
    Group group;
    for (std::string_view rest = text; !rest.empty();) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        size_t first = line.find(':');
        size_t second = line.find(':', first + 1);
        if (second == std::string_view::npos) continue;
        std::string controllers = "," + std::string(line.substr(first + 1, second - first - 1)) + ",";
        if (controllers == ",,") group = {std::string(line.substr(second + 1)), true};
        if (controllers.find("," + std::string(controller) + ",") != std::string::npos)
            return {std::string(line.substr(second + 1)), false};
    }
    return group;
}

// The least value that `limit_in` finds in the process's group or one that it lies in. Inside a container the
// path may be that of the host, which isn't there to be read; the hierarchy's root then is the container's
// own.
template <class Limit>
double least(std::string_view controller, Limit limit_in) {
    Group group = group_of(controller);
    std::string root = "/sys/fs/cgroup" + (group.v2 ? "" : "/" + std::string(controller));
    double limit = std::numeric_limits<double>::infinity();
    for (std::string path = group.path;; path.resize(path.rfind('/'))) {
        limit = std::min(limit, limit_in(root + path + "/", group.v2));
        if (path.find_first_not_of('/') == std::string::npos) return limit;
    }
}

double processors_in(const std::string& folder, bool v2) {
    std::string text = read_small(folder + (v2 ? "cpu.max" : "cpu.cfs_quota_us"));
    if (!v2 && !text.starts_with('-')) text += " " + read_small(folder + "cpu.cfs_period_us");
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::string_view rest = text;
    std::optional<uint64_t> quota = take_number(rest); // "max" and -1 are no number here: no limit
    std::optional<uint64_t> period = take_number(rest);
    if (!quota || !period || *period == 0) return std::numeric_limits<double>::infinity();
    return static_cast<double>(*quota) / static_cast<double>(*period);
}

double memory_in(const std::string& folder, bool v2) {
    std::string text = read_small(folder + (v2 ? "memory.max" : "memory.limit_in_bytes"));
    std::string_view rest = text;
    std::optional<uint64_t> bytes = take_number(rest);
    return bytes ? static_cast<double>(*bytes) : std::numeric_limits<double>::infinity();
}

} // namespace

unsigned usable_threads() {
    unsigned threads = 1;
    cpu_set_t allowed;
    if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        threads = static_cast<unsigned>(CPU_COUNT(&allowed));
    } else { // more processors than the set has room for
        long online = ::sysconf(_SC_NPROCESSORS_ONLN);
        if (online > 0) threads = static_cast<unsigned>(online);
    }
    double quota = least("cpu", processors_in);
    if (quota < threads) {
        threads = static_cast<unsigned>(quota);
        if (threads < quota) ++threads;
    }
    return std::max(1u, threads);
}

uint64_t usable_memory() {
    auto pages = static_cast<uint64_t>(std::max(0L, ::sysconf(_SC_PHYS_PAGES)));
    uint64_t memory = pages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
    double limit = least("memory", memory_in);
    return limit < static_cast<double>(memory) ? static_cast<uint64_t>(limit) : memory;
}

unsigned threads_to_use(unsigned asked) {
    if (asked) return asked;
    static const unsigned usable = usable_threads();
    return usable;
}

uint64_t memory_to_use(uint64_t asked) {
    if (asked) return asked;
    static const uint64_t usable = usable_memory();
    return usable / 2;
}

uint64_t peak_memory() {
    // getrusage() counts what ran in this process before exec, too, so it is the second choice.
    std::string text = read_small("/proc/self/status");
    constexpr std::string_view key = "VmHWM:";
    if (size_t at = text.find(key); at != std::string::npos) {
        std::string_view rest = std::string_view(text).substr(at + key.size());
        if (std::optional<uint64_t> kib = take_number(rest)) return *kib * 1024;
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

void allow_many_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void give_memory_back() { malloc_trim(0); }

} // namespace rowkit
