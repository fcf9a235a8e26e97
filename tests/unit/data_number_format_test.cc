// Writing small decimals: against digits moved about as text.
#include "data/number_text.h"

#include <doctest/doctest.h>
#include <random>
#include <string>

namespace rowkit {
namespace {

std::string written_out(int64_t mantissa, int scale) {
    std::string digits = std::to_string(mantissa < 0 ? -mantissa : mantissa);
    if (const auto least = static_cast<size_t>(scale) + 1; digits.size() < least)
        digits.insert(0, least - digits.size(), '0');
    if (scale) {
        digits.insert(digits.size() - static_cast<size_t>(scale), ".");
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.back() == '.') digits.pop_back();
    }
    return mantissa < 0 ? "-" + digits : digits;
}

TEST_CASE("a decimal of any size and scale is written with all its digits and no zeros behind them") {
    std::mt19937_64 random(5);
    const auto check = [](int64_t mantissa, int scale) {
        char text[small_number_room];
        const char* const end = write_small_number(Number(mantissa, scale), text);
        REQUIRE(std::string_view(text, static_cast<size_t>(end - text)) == written_out(mantissa, scale));
    };
    for (int scale = 0; scale <= 20; ++scale) {
        for (int64_t mantissa = -1200; mantissa <= 1200; ++mantissa) check(mantissa, scale);
        for (int64_t power = 1; power < int64_t{1} << 59; power *= 10)
            for (int64_t near = -2; near <= 2; ++near)
                check(power + near, scale), check(-power - near, scale);
        for (int round = 0; round < 5000; ++round)
            check(static_cast<int64_t>(random()) >> (1 + random() % 62), scale);
    }
}

} // namespace
} // namespace rowkit
