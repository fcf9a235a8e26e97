// The states of aggregates as bytes.
#include "ops/state_bytes.h"

#include "base/error.h"

#include <bit>

namespace rowkit::ops {
namespace {

// What a number begins with: the scale of a decimal of 64 bits, or one of these.
constexpr unsigned wide = 0x40; // and the scale: 16 bytes follow
constexpr unsigned real = 0x80, rounded_real = 0x81, as_text = 0x82;

void append_decimal(int128 mantissa, int scale, Buffer& out) {
    const auto small = static_cast<int64_t>(mantissa);
    if (small == mantissa) {
        out.push_back(static_cast<char>(scale));
        return append_varint(zigzag(small), out);
    }
    out.push_back(static_cast<char>(wide | static_cast<unsigned>(scale)));
    out.append(reinterpret_cast<const char*>(&mantissa), sizeof mantissa);
}

} // namespace

void append_number_state(const Number& value, Buffer& out) {
    if (!value.is_real()) return append_decimal(value.mantissa(), value.scale(), out);
    out.push_back(static_cast<char>(value.was_rounded() ? rounded_real : real));
    const double plain = value.real();
    out.append(reinterpret_cast<const char*>(&plain), sizeof plain);
}

void append_sum_state(const NumberSum& value, Buffer& out) {
    if (const auto plain = value.plain()) return append_decimal(plain->sum, plain->scale, out);
    out.push_back(static_cast<char>(as_text));
    Buffer text;
    value.append_to(text);
    append_sized(text.view(), out);
}

void StateBytes::fail() {
    throw Error(Exit::io, {}, "a temporary file does not hold what was written to it");
}

template <class T>
T StateBytes::raw() {
    T value;
    std::memcpy(&value, take(sizeof value), sizeof value);
    return value;
}

Number StateBytes::number() {
    const unsigned kind = static_cast<unsigned char>(*take(1));
    if (kind == real) return Number(raw<double>());
    if (kind == rounded_real) return Number::rounded_from_text(raw<double>());
    if (kind & wide) return Number(raw<int128>(), static_cast<int>(kind & ~wide));
    return Number(unzigzag(integer()), static_cast<int>(kind));
}

NumberSum StateBytes::sum() {
    const unsigned kind = static_cast<unsigned char>(*take(1));
    if (kind == as_text) {
        auto sum = NumberSum::from_text(sized());
        if (!sum) fail();
        return std::move(*sum);
    }
    if (kind & wide) return NumberSum(NumberSum::Plain{raw<int128>(), static_cast<int>(kind & ~wide), 0});
    return NumberSum(NumberSum::Plain{unzigzag(integer()), static_cast<int>(kind), 0});
}

} // namespace rowkit::ops
