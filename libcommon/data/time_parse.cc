// Reads ISO 8601.
#include "data/time.h"
#include "data/time_civil.h"
#include "data/time_digits.h"

#include <array>
#include <bit>
#include <cstring>

namespace rowkit {
namespace {

/// Eight characters that have to look like `Shape`, where 0 stands for a digit and all else for itself.
/// byte(i) is then the number whose two digits are at i and i + 1.
class Eight {
public:
    constexpr Eight(const char (&shape)[9]) {
        for (int i = 0; i < 8; ++i) {
            shape_ |= uint64_t{static_cast<unsigned char>(shape[i])} << (8 * i);
            // What is added so that all but the right values reach the byte's top bit: digits are then 0 to
            // 9, signs 0.
            above_ |= uint64_t{shape[i] == '0' ? 0x76U : 0x7FU} << (8 * i);
        }
    }
    bool read(const char* text, uint64_t& pairs) const {
        uint64_t word;
        std::memcpy(&word, text, 8);
        if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
        word ^= shape_;
        pairs = word * 10 + (word >> 8);
        return ((word | (word + above_)) & 0x8080808080808080) == 0;
    }
    static unsigned pair(uint64_t pairs, int at) { return (pairs >> (8 * at)) & 0xFF; }

private:
    uint64_t shape_ = 0, above_ = 0;
};
constexpr Eight year_month("0000-00-"), hours_minutes_seconds("00:00:00");

/// Of each year the days from 1970 to the day before it, times 2, plus 1 if it is a leap year. 40 KB, of
/// which the few years that a column has are in the cache.
constexpr std::array<int32_t, 10000> year_starts = [] {
    std::array<int32_t, 10000> starts{};
    for (int year = 1; year < 10000; ++year)
        starts[year] = static_cast<int32_t>(days_from_civil(year, 1, 1) - 1) * 2 + is_leap(year);
    return starts;
}();

/// What two digits can say as a month of a common or a leap year; no day is in those that do not exist.
struct MonthOfYear {
    uint16_t days_before = 0, days = 0;
};
constexpr std::array<std::array<MonthOfYear, 128>, 2> months = [] {
    std::array<std::array<MonthOfYear, 128>, 2> made{};
    for (int leap = 0; leap < 2; ++leap)
        for (int month = 1; month <= 12; ++month)
            made[leap][month] = {static_cast<uint16_t>(days_before_month[month] + (leap && month > 2)),
                                 static_cast<uint16_t>(days_in_month(leap ? 4 : 1, month))};
    return made;
}();

bool read_day(const char* text, int64_t& days) {
    uint64_t pairs;
    const unsigned tens = static_cast<unsigned char>(text[8]) - '0',
                   ones = static_cast<unsigned char>(text[9]) - '0';
    if (!year_month.read(text, pairs) || tens > 3 || ones > 9) return false;
    const unsigned year = Eight::pair(pairs, 0) * 100 + Eight::pair(pairs, 2), day = tens * 10 + ones;
    const int32_t start = year_starts[year];
    const MonthOfYear month = months[start & 1][Eight::pair(pairs, 5)];
    if (year == 0 || day - 1 >= month.days) return false;
    days = (start >> 1) + month.days_before + static_cast<int>(day);
    return true;
}

/// The rarer ways to write a day: 20240728, 2024-210, 2024-W30-7, 2024W307.
bool read_odd_day(DigitReader& in, int64_t& days) {
    const int digits = in.ahead(), year = in.fixed(4);
    if (year < 1 || (digits != 4 && digits != 8)) return false;
    if (digits == 8) {
        const int month = in.fixed(2), day = in.fixed(2);
        if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
        days = days_from_civil(year, month, day);
        return true;
    }
    const bool dashes = in.skip('-');
    if (in.skip('W')) {
        const int week = in.fixed(2);
        if (in.skip('-') != dashes) return false;
        const int weekday = in.fixed(1);
        if (week < 1 || week > iso_weeks_in_year(year) || weekday < 1 || weekday > 7) return false;
        const int64_t fourth = days_from_civil(year, 1, 4); // is in week 1
        days = fourth - weekday_from_days(fourth) + (week - 1) * 7 + weekday;
        return true;
    }
    if (!dashes || in.ahead() != 3) return false;
    const int of_year = in.fixed(3);
    if (of_year < 1 || of_year > 365 + is_leap(year)) return false;
    days = days_from_civil(year, 1, 1) + of_year - 1;
    return true;
}

/// `hh:mm`, `hh:mm:ss`, `hhmm`, `hhmmss` where the fast way did not read it; 24:00 and 23:59:60 too.
bool read_odd_clock(DigitReader& in, Time& time) {
    const int hour = in.fixed(2);
    const bool colons = in.skip(':');
    const int minute = in.fixed(2);
    int second = 0;
    time.precision = Time::Precision::minute;
    if (colons ? in.skip(':') : in.ahead() > 0) {
        second = in.fixed(2);
        time.precision = Time::Precision::second;
    }
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0) return false;
    if (hour == 24 && (minute != 0 || second != 0)) return false;
    // A leap second is the last of a UTC day, which is minute 59, 14, 29 or 44 by the clocks of the world.
    if (second > (minute % 15 == 14 ? 60 : 59)) return false;
    time.seconds += hour * 3600 + minute * 60 + second;
    return true;
}

/// What may follow the time of day, up to the end.
bool read_rest(DigitReader& in, Time& time) {
    if (time.precision == Time::Precision::second && (in.starts_with('.') || in.starts_with(','))) {
        ++in.at;
        if (!in.fraction(time.nanoseconds, time.digits)) return false;
        time.precision = Time::Precision::fraction;
    }
    if (in.done()) return true;
    const bool blank = in.skip(' ');
    if (in.skip('Z') || in.skip('z')) {
        time.zone = Time::Zone::utc;
    } else if (blank && in.end - in.at == 3 && std::memcmp(in.at, "UTC", 3) == 0) {
        in.at += 3;
        time.zone = Time::Zone::utc;
    } else {
        if (!in.offset(time.offset)) return false;
        time.zone = Time::Zone::offset;
        time.seconds -= time.offset;
    }
    return in.done();
}

bool read_time(std::string_view text, Time& time) {
    int64_t days;
    DigitReader in{text.data(), text.data() + text.size()};
    if (text.size() >= 10 && read_day(text.data(), days))
        in.at += 10;
    else if (!read_odd_day(in, days))
        return false;
    time.seconds = days * day_seconds;
    if (in.done()) return true;
    time.with_t = (*in.at | 0x20) == 't';
    if (!time.with_t && *in.at != ' ') return false;
    ++in.at;
    uint64_t pairs;
    const char* const clock = in.at;
    if (in.end - clock >= 8 && hours_minutes_seconds.read(clock, pairs) && Eight::pair(pairs, 0) < 24 &&
        Eight::pair(pairs, 3) < 60 && Eight::pair(pairs, 6) < 60) {
        time.seconds += Eight::pair(pairs, 0) * 3600 + Eight::pair(pairs, 3) * 60 + Eight::pair(pairs, 6);
        time.precision = Time::Precision::second;
        in.at += 8;
        if (in.done()) return true;
        if (*in.at == 'Z' && in.end - in.at == 1) {
            time.zone = Time::Zone::utc;
            return true;
        }
    } else if (!read_odd_clock(in, time)) {
        return false;
    }
    return read_rest(in, time) && in_range(time);
}

} // namespace

std::optional<Time> parse_time(std::string_view text) {
    std::optional<Time> time(std::in_place);
    if (!read_time(text, *time)) time.reset();
    return time;
}

} // namespace rowkit
