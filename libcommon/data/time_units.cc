// Steps and distances between times.
#include "data/time_units.h"

#include "data/time_civil.h"

#include <algorithm>
#include <array>

namespace rowkit {
namespace {

constexpr int64_t second_nanoseconds = 1'000'000'000;

/// Of the units of fixed length.
constexpr std::array<int64_t, 8> nanoseconds_of = {1,
                                                   1000,
                                                   1'000'000,
                                                   second_nanoseconds,
                                                   60 * second_nanoseconds,
                                                   3600 * second_nanoseconds,
                                                   day_seconds* second_nanoseconds,
                                                   7 * day_seconds* second_nanoseconds};

constexpr int months_of(TimeUnit unit) {
    return unit == TimeUnit::year ? 12 : unit == TimeUnit::quarter ? 3 : 1;
}

constexpr int128 nanoseconds(const Time& time) {
    return static_cast<int128>(time.seconds) * second_nanoseconds + time.nanoseconds;
}

/// The clock set to `local` seconds; nothing past the years that there are.
std::optional<Time> set_clock(Time time, int64_t local) {
    time.seconds = local - time.offset;
    if (!in_range(time)) return std::nullopt;
    return time;
}

/// `count` as whole nanoseconds, cut off; nothing where that is more than any two times are apart.
std::optional<int128> as_nanoseconds(const Number& count, TimeUnit unit) {
    const Number product = trunc(count * Number(nanoseconds_of[static_cast<size_t>(unit)]));
    if (product.is_real()) return std::nullopt;
    const int128 limit = static_cast<int128>(2 * last_second) * second_nanoseconds;
    const int128 whole = product.mantissa();
    if (product.scale() != 0 || whole > limit || whole < -limit) return std::nullopt;
    return whole;
}

std::optional<Time> add_months(const Time& time, const Number& count, TimeUnit unit) {
    const auto whole = count.to_int64();
    if (!whole || *whole > 200'000 || *whole < -200'000) return std::nullopt;
    const int64_t local = time.local_seconds(), days = floor_div(local, day_seconds);
    const CivilDay from = civil_from_days(days);
    const int64_t month = int64_t{from.year} * 12 + from.month - 1 + *whole * months_of(unit);
    const auto year = static_cast<int>(floor_div(month, 12)),
               of_year = static_cast<int>(floor_mod(month, 12)) + 1;
    if (year < 1 || year > 9999) return std::nullopt;
    const int day = std::min(from.day, days_in_month(year, of_year));
    return set_clock(time, local + (days_from_civil(year, of_year, day) - days) * day_seconds);
}

} // namespace

void show_all(Time& time) {
    if (time.is_date() && floor_mod(time.local_seconds(), day_seconds) != 0)
        time.precision = Time::Precision::second;
    if (time.precision == Time::Precision::minute && floor_mod(time.local_seconds(), 60) != 0)
        time.precision = Time::Precision::second;
    if (time.nanoseconds == 0) return;
    time.precision = Time::Precision::fraction;
    for (uint8_t digits : {3, 6, 9}) {
        if (time.digits < digits &&
            (time.digits == 0 || time.nanoseconds % powers_of_ten[9 - time.digits] != 0))
            time.digits = digits;
    }
}

std::optional<Time> add(const Time& time, const Number& count, TimeUnit unit) {
    if (unit >= TimeUnit::month) return add_months(time, count, unit);
    const auto by = as_nanoseconds(count, unit);
    if (!by) return std::nullopt;
    const int128 sum = nanoseconds(time) + *by;
    Time moved = time;
    moved.seconds = static_cast<int64_t>(sum / second_nanoseconds);
    moved.nanoseconds = static_cast<int32_t>(sum % second_nanoseconds);
    if (moved.nanoseconds < 0) moved.nanoseconds += second_nanoseconds, --moved.seconds;
    if (!in_range(moved)) return std::nullopt;
    if (time.is_date() && unit < TimeUnit::day) moved.precision = Time::Precision::second;
    show_all(moved);
    return moved;
}

int128 units_between(const Time& a, const Time& b, TimeUnit unit) {
    if (unit < TimeUnit::month) {
        const int64_t length = nanoseconds_of[static_cast<size_t>(unit)];
        if (a.nanoseconds == b.nanoseconds && length >= second_nanoseconds)
            return (b.seconds - a.seconds) / (length / second_nanoseconds);
        return (nanoseconds(b) - nanoseconds(a)) / length;
    }
    const int64_t from = a.local_seconds(), to = b.seconds + a.offset;
    const int64_t from_days = floor_div(from, day_seconds), to_days = floor_div(to, day_seconds);
    const CivilDay start = civil_from_days(from_days), end = civil_from_days(to_days);
    int64_t months = (int64_t{end.year} - start.year) * 12 + end.month - start.month;
    // What is left over within the month: of the days, the time of day, the nanoseconds.
    const int64_t days_left = end.day - start.day;
    int64_t left = days_left * day_seconds + (to - to_days * day_seconds) - (from - from_days * day_seconds);
    if (left == 0) left = b.nanoseconds - a.nanoseconds;
    if (months > 0 && left < 0) --months;
    if (months < 0 && left > 0) ++months;
    return months / months_of(unit);
}

Number seconds_between(const Time& a, const Time& b) {
    if (a.nanoseconds == b.nanoseconds) return Number(b.seconds - a.seconds);
    return without_trailing_zeros(Number(nanoseconds(b) - nanoseconds(a), 9));
}

std::optional<Time> truncate(const Time& time, const TimeStep& step) {
    const int64_t local = time.local_seconds();
    Time start = time;
    start.nanoseconds = 0;
    start.digits = 0;
    if (step.unit < TimeUnit::second) {
        const int64_t length = nanoseconds_of[static_cast<size_t>(step.unit)] * step.count;
        const int128 at = static_cast<int128>(local) * second_nanoseconds + time.nanoseconds;
        int128 rest = at % length;
        if (rest < 0) rest += length;
        const int128 whole = at - rest;
        int64_t seconds = static_cast<int64_t>(whole / second_nanoseconds);
        start.nanoseconds = static_cast<int32_t>(whole % second_nanoseconds);
        if (start.nanoseconds < 0) start.nanoseconds += second_nanoseconds, --seconds;
        if (start.is_date()) return set_clock(start, seconds);
        if (time.precision == Time::Precision::fraction) {
            start.digits =
                std::min<uint8_t>(time.digits, static_cast<uint8_t>(9 - 3 * static_cast<int>(step.unit)));
        }
        return set_clock(start, seconds);
    }
    if (step.unit < TimeUnit::day) {
        const int64_t length =
            nanoseconds_of[static_cast<size_t>(step.unit)] / second_nanoseconds * step.count;
        if (!time.is_date() && time.precision != Time::Precision::minute)
            start.precision = Time::Precision::second;
        return set_clock(start, floor_div(local, length) * length);
    }
    int64_t days = floor_div(local, day_seconds);
    if (step.unit == TimeUnit::day) {
        days = floor_div(days, step.count) * step.count;
    } else if (step.unit == TimeUnit::week) {
        const int64_t length = int64_t{7} * step.count;
        days = floor_div(days + 3, length) * length - 3; // 1970-01-01 was a Thursday
    } else {
        const CivilDay day = civil_from_days(days);
        const int64_t length = int64_t{months_of(step.unit)} * step.count;
        const int64_t month = (int64_t{day.year} * 12 + day.month - 1) / length * length;
        if (month < 12) return std::nullopt;
        days = days_from_civil(static_cast<int>(month / 12), static_cast<int>(month % 12) + 1, 1);
    }
    const Time date = date_from_days(days);
    if (!in_range(date)) return std::nullopt;
    return date;
}

Number epoch(const Time& time) {
    if (time.nanoseconds == 0) return Number(time.seconds);
    return without_trailing_zeros(Number(nanoseconds(time), 9));
}

Number epoch_count(const Time& time, TimeUnit unit) {
    const int64_t length = nanoseconds_of[static_cast<size_t>(unit)];
    const int128 at = nanoseconds(time);
    return Number(at / length - (at % length < 0), 0);
}

std::optional<Time> from_epoch(const Number& count, TimeUnit unit) {
    Time start;
    start.precision = Time::Precision::second;
    start.zone = Time::Zone::utc;
    start.with_t = true;
    return add(start, count, unit);
}

} // namespace rowkit
