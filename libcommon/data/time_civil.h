// The proleptic Gregorian calendar: days since 1970 to year, month, day, week, and back.
#pragma once

#include "data/time.h"

#include <array>
#include <cstdint>

namespace rowkit {

inline constexpr int64_t day_seconds = 86400;

struct CivilDay {
    int year, month, day; // from 1
};
struct IsoWeek {
    int year, week; // the week's year, which near New Year is not the day's
};
/// What a calendar and a clock on the wall show.
struct CivilTime {
    CivilDay date;
    int hour, minute, second;
};

constexpr int64_t floor_div(int64_t a, int64_t positive) { return a / positive - (a % positive < 0); }
constexpr int64_t floor_mod(int64_t a, int64_t positive) { return a - floor_div(a, positive) * positive; }

// Whether a year is a leap year is as good as random for a branch predictor, hence & and | instead of && and
// ||.
constexpr bool is_leap(int year) { return ((year & 3) == 0) & ((year % 100 != 0) | ((year & 15) == 0)); }

/// `month` is from 1 to 12.
constexpr int days_in_month(int year, int month) {
    return 30 + ((month ^ (month >> 3)) & 1) - (month == 2) * (2 - is_leap(year));
}

/// Days before each month in a common year.
inline constexpr std::array<int16_t, 13> days_before_month = {0,   0,   31,  59,  90,  120, 151,
                                                              181, 212, 243, 273, 304, 334};

/// Days from 1970-01-01 to a day that exists, of the years from 1 on.
constexpr int64_t days_from_civil(int year, int month, int day) {
    const unsigned before = static_cast<unsigned>(year) - 1, centuries = before / 100;
    return int64_t{before} * 365 + before / 4 - centuries + centuries / 4 + days_before_month[month] +
           ((month > 2) & is_leap(year)) + day - 719163;
}

/// The day that is `days` after 1970-01-01; the year is from 0 to 10000. Multiplications in place of
/// divisions as in Neri and Schneider, "Euclidean affine functions and their application to calendar
/// algorithms" (2022).
constexpr CivilDay civil_from_days(int64_t days) {
    const uint32_t quarters =
        4 * static_cast<uint32_t>(days + 719468) + 3; // days since March of year 0, times 4
    const uint32_t century = quarters / 146097, of_century = quarters % 146097 | 3;
    const uint64_t product = uint64_t{2939745} * of_century; // 2^32 / 1461, rounded up
    const uint32_t year = century * 100 + static_cast<uint32_t>(product >> 32);
    const uint32_t of_year = static_cast<uint32_t>(product) / 2939745 / 4;
    const uint32_t packed = 2141 * of_year + 197913; // month in the high half, from March = 3
    const bool after = of_year >= 306;               // January and February are the next year's
    return {static_cast<int>(year + after), static_cast<int>((packed >> 16) - (after ? 12 : 0)),
            static_cast<int>((packed & 0xFFFF) / 2141 + 1)};
}

/// Monday is 1, Sunday 7.
constexpr int weekday_from_days(int64_t days) { return static_cast<int>(floor_mod(days + 3, 7)) + 1; }

constexpr int yearday(const CivilDay& day) {
    return days_before_month[day.month] + ((day.month > 2) & is_leap(day.year)) + day.day;
}

/// Weeks start on Monday, and week 1 is the one that holds the year's first Thursday.
constexpr IsoWeek iso_week_from_days(int64_t days) {
    const CivilDay thursday = civil_from_days(days - weekday_from_days(days) + 4);
    return {thursday.year, (yearday(thursday) - 1) / 7 + 1};
}

/// 52 or 53.
constexpr int iso_weeks_in_year(int year) { return iso_week_from_days(days_from_civil(year, 12, 28)).week; }

constexpr CivilTime civil_from_seconds(int64_t seconds) {
    const int64_t days = floor_div(seconds, day_seconds);
    const int of_day = static_cast<int>(seconds - days * day_seconds);
    return {civil_from_days(days), of_day / 3600, of_day / 60 % 60, of_day % 60};
}

/// By the clock that `time` was written with.
constexpr int64_t local_days(const Time& time) { return floor_div(time.local_seconds(), day_seconds); }
constexpr CivilTime civil(const Time& time) { return civil_from_seconds(time.local_seconds()); }

/// A date without time of day.
constexpr Time date_from_days(int64_t days) {
    Time time;
    time.seconds = days * day_seconds;
    return time;
}

/// Whether the year shown by the clock is one from 1 to 9999.
constexpr bool in_range(const Time& time) {
    return time.local_seconds() >= first_second && time.local_seconds() <= last_second;
}

} // namespace rowkit
