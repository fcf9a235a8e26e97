// What this machine lets the process use.
#pragma once

#include <cstdint>

namespace rowkit {

/// Threads that can run at once: the processors this process may run on, and no more than its cgroups' quota,
/// rounded up. At least 1. Reads some files at each call.
unsigned usable_threads();

/// Bytes of memory: the machine's, or the least limit of the process's cgroups. Reads some files at each
/// call.
uint64_t usable_memory();

/// The threads or bytes of memory that were asked for; where that is 0, the default: all threads, half of the
/// memory, as they were when first asked for. Thread-safe.
unsigned threads_to_use(unsigned asked);
uint64_t memory_to_use(uint64_t asked);

/// Lets the process have as many files open as the system allows, not only as many as is usual.
void allow_many_files();

/// The most bytes of memory that the process has held so far.
uint64_t peak_memory();

/// Gives the system what was freed and lies between what is in use: before another kind of work begins.
void give_memory_back();

} // namespace rowkit
