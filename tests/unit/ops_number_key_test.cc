#include "data/number_parse.h"
#include "ops/number_key.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace rowkit;

namespace {

std::string key_of(const std::string& text) {
    Buffer bytes;
    ops::append_number_key(*parse_number(text), text, bytes);
    return std::string(bytes.view());
}

int sign(int order) { return (order > 0) - (order < 0); }

} // namespace

TEST_CASE("keys of numbers compare as the exact numbers do, and none begins another one") {
    std::vector<std::string> texts = {"0",      "-0",         "0.0",   "0e5",     "1e-400", "-1e-400",
                                      "1e-320", "1.001e-320", "1e300", "1.0e300", "-1e308"};
    for (const char* digits :
         {"1", "10", "1000000", "15", "150", "123456789012345", "999999999999999", "1000000000000000",
          "1000000000000001", "9007199254740992", "9007199254740993", "9007199254740994",
          "9223372036854775807", "9223372036854775808", "9223372036854775809",
          "170141183460469231731687303715884105727", "170141183460469231731687303715884105728",
          "17014118346046923173168730371588410572800000001"})
        for (const char* scaled :
             {"", ".0", ".5", ".1", ".10", ".1000000000000000055511151231257827021181583404541015625",
              ".10000000000000000555111512312578270211815834045410156250001", "e-3", "e-10", "e-37", "e5",
              "e40"}) {
            texts.push_back(std::string(digits) + scaled);
            texts.push_back("-" + texts.back());
        }
    for (const std::string& a : texts)
        for (const std::string& b : texts) {
            const std::string left = key_of(a), right = key_of(b);
            INFO(a << " and " << b);
            CHECK(sign(left.compare(right)) == sign(compare_number_texts(a, b)));
            CHECK((left == right || !right.starts_with(left)));
        }
}

TEST_CASE("a computed double has a key of its own between its neighbours") {
    const double tenth = 0.1; // a little more than 0.1
    Buffer real, exact;
    ops::append_number_key(Number(tenth), {}, real);
    ops::append_number_key(*parse_number("0.1000000000000000055511151231257827021181583404541015625"),
                           "0.1000000000000000055511151231257827021181583404541015625", exact);
    CHECK(real.view() == exact.view());
    CHECK(key_of("0.1") < std::string(real.view()));
    Buffer half, nan, infinity;
    ops::append_number_key(Number(0.5), {}, half);
    CHECK(half.view() == key_of("0.5"));
    ops::append_number_key(Number(__builtin_nan("")), {}, nan);
    ops::append_number_key(Number(__builtin_inf()), {}, infinity);
    CHECK(infinity.view() < nan.view());
    CHECK(key_of("1e308") < infinity.view());
}
