// The sum of logarithms, in any order.
#include "ops/log_sum.h"

#include <cmath>

namespace rowkit::ops {
namespace {

constexpr int unit_bits = 72;
constexpr int128 one = int128{1} << unit_bits;
constexpr int128 log_of_ten = int128{0x352} << 64 | int128{0x69e12f346e2bf925};

} // namespace

void LogSum::add(const Number& number) {
    int exponent;
    long double part = std::frexp(number.is_real() ? static_cast<long double>(number.real())
                                                   : static_cast<long double>(number.mantissa()),
                                  &exponent);
    if (part < 0.75L) { // near 1, where the logarithm has most digits after the point
        part *= 2;
        --exponent;
    }
    sum_ += exponent * one + static_cast<int128>(std::rint(std::ldexp(std::log2(part), unit_bits))) -
            number.scale() * log_of_ten;
}

double LogSum::mean(uint64_t count) const {
    const int128 mean = sum_ / static_cast<int128>(count);
    const int128 whole = (mean + one / 2) >> unit_bits;
    const auto part = static_cast<long double>(mean - whole * one);
    return static_cast<double>(std::ldexp(std::exp2(std::ldexp(part, -unit_bits)), static_cast<int>(whole)));
}

LogSum LogSum::read(StateReader& in) {
    const Number sum = in.number();
    LogSum read;
    if (!sum.is_real() && sum.scale() == 0) read.sum_ = sum.mantissa();
    return read;
}

} // namespace rowkit::ops
