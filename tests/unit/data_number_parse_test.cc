// Reading numbers: the way for texts that readable bytes follow, against the way for any.
#include "data/number_parse.h"

#include <doctest/doctest.h>
#include <random>
#include <string>

namespace rowkit {
namespace {

TEST_CASE("a number is read the same where readable bytes follow it, whatever they are") {
    std::mt19937 random(7);
    const auto pick = [&](std::string_view from) { return from[random() % from.size()]; };
    size_t numbers = 0;
    for (int round = 0; round < 100000; ++round) {
        const size_t size = random() % 17;
        std::string text;
        const bool odd = round % 4 == 0;
        for (size_t i = 0; i < size; ++i)
            text += pick(odd ? "0123456789.-+e \xFF" : i == 1 ? "0123456789." : "0123456789");
        if (round % 3 == 0 && !text.empty()) text[0] = '-';
        std::string followed = text;
        for (int i = 0; i < 8; ++i) followed += pick("0123456789.,-\n\xFF");
        Number any, padded;
        const bool is = parse_plain_number(text, any);
        CAPTURE(text);
        REQUIRE(parse_plain_number<true>(std::string_view(followed).substr(0, size), padded) == is);
        if (!is) continue;
        ++numbers;
        REQUIRE(padded.small_mantissa() == any.small_mantissa());
        REQUIRE(padded.scale() == any.scale());
    }
    CHECK(numbers > 50000);
}

} // namespace
} // namespace rowkit
