#include "ops/time_key.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace rowkit;
using namespace rowkit::ops;

namespace {

std::string key_of(const Time& time) {
    Buffer out;
    append_time_key(time, out);
    return std::string(out.view());
}

std::string text_of(const Time& time) {
    Buffer out;
    append_time(time, out);
    return std::string(out.view());
}

} // namespace

TEST_CASE("keys of times compare as the times do, however they are written") {
    const char* const texts[] = {"0001-01-01",
                                 "1969-12-31T23:59:59.999Z",
                                 "1970-01-01",
                                 "1970-01-01T02:00:00Z",
                                 "2024-01-03 10:00+02:00",
                                 "2024-01-03T08:00:00.000Z",
                                 "2024-01-03T08:00:00.5",
                                 "9999-12-31T23:59:59.999999999"};
    for (const char* a : texts)
        for (const char* b : texts) {
            const Time x = *parse_time(a), y = *parse_time(b);
            CHECK((key_of(x) < key_of(y)) == (x < y));
            CHECK((key_of(x) == key_of(y)) == (x == y));
            CHECK(read_time_key(key_of(x)) == x);
        }
}

TEST_CASE("a time and its shape print as it was written") {
    for (const char* text : {"2024-01-03", "2024-01-03 10:00", "2024-01-03T10:00Z", "2024-01-03T10:00:00",
                             "2024-01-03T10:00:00.5-11:30", "2024-01-03 10:00:00.123456789+14:00",
                             "1890-01-01T00:00:00+00:19:32", "2024-01-03T10:00:00.000Z"}) {
        const auto time = parse_time(text);
        if (!time) continue; // offsets of seconds are not read
        const uint32_t shape = time_shape(*time);
        CHECK(shape > 0);
        CHECK(shape < (1U << time_shape_bits));
        if (!is_long_shape(shape)) CHECK(shape < (1U << short_shape_bits));
        CHECK(text_of(with_shape(read_time_key(key_of(*time)), shape)) == text);
    }
}
