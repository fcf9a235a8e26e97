// Runs one command as the benchmarks do and prints what it cost: wall, user and system seconds, peak KiB,
// exit code.
//
//     measure [--feed FILE] [--times N] COMMAND [ARG...]
//
// Its output goes through a pipe to `cat > /dev/null`; the wall time lasts until both have ended. With
// --feed, its input is a pipe that `cat FILE` fills. The costs are the command's own. With --times, the
// command is run N times and the means are printed. (Python can't measure this: a child's peak memory starts
// from its parent's.)
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct Cost {
    double wall = 0, user = 0, system = 0;
    long peak = 0;
    int exit = 0;
};

[[noreturn]] void die(const char* what) {
    std::perror(what);
    _exit(125);
}

double now() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// Starts `argv` with these descriptors as its input and output; all others are close-on-exec.
pid_t start(const char* const* argv, int in, int out) {
    const pid_t pid = fork();
    if (pid < 0) die("fork");
    if (pid > 0) return pid;
    dup2(in, 0);
    dup2(out, 1);
    execvp(argv[0], const_cast<char* const*>(argv));
    die(argv[0]);
}

Cost measure(const char* const* argv, const char* feed) {
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    int in[2] = {nothing, -1}, out[2];
    if (pipe2(out, O_CLOEXEC) != 0 || (feed && pipe2(in, O_CLOEXEC) != 0)) die("pipe");
    const char* const drain[] = {"cat", nullptr};
    const char* const feeder[] = {"cat", feed, nullptr};
    const double began = now();
    const pid_t reader = start(drain, out[0], nothing);
    const pid_t writer = feed ? start(feeder, nothing, in[1]) : -1;
    const pid_t command = start(argv, in[0], out[1]);
    for (int fd : {out[0], out[1], in[0], in[1]}) {
        if (fd >= 0) close(fd);
    }
    if (feed) close(nothing);
    Cost cost;
    int status = 0;
    rusage used;
    if (wait4(command, &status, 0, &used) < 0) die("wait");
    waitpid(reader, nullptr, 0);
    cost.wall = now() - began;
    if (writer > 0) waitpid(writer, nullptr, 0);
    const auto seconds = [](timeval t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    cost.user = seconds(used.ru_utime);
    cost.system = seconds(used.ru_stime);
    cost.peak = used.ru_maxrss;
    cost.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return cost;
}

} // namespace

int main(int argc, char** argv) {
    const char* feed = nullptr;
    int times = 1, at = 1;
    for (; at + 1 < argc && std::strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (std::strcmp(argv[at], "--feed") == 0) feed = argv[at + 1];
        if (std::strcmp(argv[at], "--times") == 0) times = std::max(1, std::atoi(argv[at + 1]));
    }
    if (at >= argc) return 2;
    Cost total;
    for (int i = 0; i < times; ++i) {
        const Cost one = measure(argv + at, feed);
        total.wall += one.wall / times;
        total.user += one.user / times;
        total.system += one.system / times;
        total.peak = std::max(total.peak, one.peak);
        total.exit = std::max(total.exit, one.exit);
    }
    std::fprintf(stderr, "measured %.6f %.6f %.6f %ld %d\n", total.wall, total.user, total.system, total.peak,
                 total.exit);
    return 0;
}
