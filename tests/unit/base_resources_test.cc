// Tests of base/resources.
#include "base/resources.h"

#include <doctest/doctest.h>
#include <sched.h>
#include <vector>

using namespace rowkit;

TEST_CASE("threads follow the affinity") {
    cpu_set_t before, one;
    REQUIRE(::sched_getaffinity(0, sizeof before, &before) == 0);
    CHECK(usable_threads() >= 1);
    CHECK(usable_threads() <= static_cast<unsigned>(CPU_COUNT(&before)));
    CPU_ZERO(&one);
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
        if (CPU_ISSET(cpu, &before) && CPU_COUNT(&one) == 0) CPU_SET(cpu, &one);
    ::sched_setaffinity(0, sizeof one, &one);
    CHECK(usable_threads() == 1);
    ::sched_setaffinity(0, sizeof before, &before);
}

TEST_CASE("memory is some, and its peak is seen") {
    CHECK(usable_memory() > uint64_t{16} << 20);
    uint64_t before = peak_memory();
    CHECK(before > 100'000);
    CHECK(before < usable_memory());
    std::vector<char> much(256 << 20, 1); // far more than what other tests gave back since the peak before
    CHECK(peak_memory() >= before + (128 << 20) * (much[5] == 1));
}
