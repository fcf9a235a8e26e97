// Writes lengths of time.
#include "data/number_text.h"
#include "data/time_digits.h"
#include "data/time_duration.h"

#include <array>

namespace rowkit {
namespace {

constexpr int64_t second_nanoseconds = 1'000'000'000;

/// A length without its sign, in pieces.
struct Pieces {
    int64_t days;
    int hours, minutes, seconds;
    int32_t nanoseconds;

    explicit Pieces(int128 all)
        : days(static_cast<int64_t>(all / second_nanoseconds / 86400)),
          hours(static_cast<int>(all / second_nanoseconds % 86400) / 3600),
          minutes(static_cast<int>(all / second_nanoseconds % 3600) / 60),
          seconds(static_cast<int>(all / second_nanoseconds % 60)),
          nanoseconds(static_cast<int32_t>(all % second_nanoseconds)) {}
};

void append_clock(const Pieces& length, Buffer& out) {
    append_number(Number(length.days * 24 + length.hours), out);
    char* const start = out.room(24);
    char* at = start;
    *at++ = ':';
    at = write_two(at, length.minutes);
    *at++ = ':';
    at = write_two(at, length.seconds);
    if (length.nanoseconds) {
        *at++ = '.';
        at = write_fraction(at, length.nanoseconds, 9);
        while (at[-1] == '0') --at;
    }
    out.advance(static_cast<size_t>(at - start));
}

/// The units' names of a style.
struct Names {
    std::string_view day, hour, minute, second, between;
    bool plural;
};
constexpr Names brief = {"d", "h", "m", "s", "", false},
                words = {" day", " hour", " minute", " second", " ", true},
                iso = {"D", "H", "M", "S", "", false};

void append_units(const Pieces& length, const Names& names, Buffer& out) {
    bool first = true;
    const auto append = [&](const Number& count, std::string_view name) {
        if (count.is_zero()) return;
        if (!first) out.append(names.between);
        first = false;
        append_number(count, out);
        out.append(name);
        if (names.plural && count != Number(1)) out.push_back('s');
    };
    append(Number(length.days), names.day);
    const bool has_time = length.hours || length.minutes || length.seconds || length.nanoseconds;
    if (&names == &iso && has_time) out.push_back('T');
    append(Number(length.hours), names.hour);
    append(Number(length.minutes), names.minute);
    append(Number(length.seconds * second_nanoseconds + length.nanoseconds, 9), names.second);
}

/// Below a second: in the unit that needs no zero before the point.
void append_brief_fraction(int64_t nanoseconds, Buffer& out) {
    const bool ms = nanoseconds >= 1'000'000, us = nanoseconds >= 1000;
    append_number(Number(nanoseconds, ms ? 6 : us ? 3 : 0), out);
    out.append(ms ? "ms" : us ? "us" : "ns");
}

} // namespace

std::optional<DurationStyle> find_duration_style(std::string_view name) {
    static constexpr std::array<std::string_view, 4> names = {"brief", "clock", "iso", "words"};
    for (size_t i = 0; i < names.size(); ++i)
        if (name == names[i]) return static_cast<DurationStyle>(i);
    return std::nullopt;
}

bool append_duration(const Number& seconds, DurationStyle style, Buffer& out) {
    const Number rounded = round(seconds * Number(second_nanoseconds));
    const Number limit(static_cast<int128>(second_nanoseconds) * 1'000'000'000'000'000, 0);
    if (!rounded.is_finite() || abs(rounded) > limit || rounded.is_real() || rounded.scale() != 0)
        return false;
    const int128 all = rounded.mantissa();
    if (all < 0) out.push_back('-');
    const Pieces length(all < 0 ? -all : all);
    switch (style) {
    case DurationStyle::clock:
        append_clock(length, out);
        break;
    case DurationStyle::brief:
        if (all == 0)
            out.append("0s");
        else if (all > -second_nanoseconds && all < second_nanoseconds)
            append_brief_fraction(length.nanoseconds, out);
        else
            append_units(length, brief, out);
        break;
    case DurationStyle::iso:
        out.append(all == 0 ? "PT0S" : "P");
        append_units(length, iso, out);
        break;
    case DurationStyle::words:
        if (all == 0) out.append("0 seconds");
        append_units(length, words, out);
        break;
    }
    return true;
}

} // namespace rowkit
