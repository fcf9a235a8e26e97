// Reckoning with times: steps and distances in units, truncation, seconds as exact numbers.
#pragma once

#include "data/number.h"
#include "data/time.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rowkit {

enum class TimeUnit : uint8_t {
    nanosecond,
    microsecond,
    millisecond,
    second,
    minute,
    hour,
    day,
    week, // of fixed length
    month,
    quarter,
    year, // as the calendar has it
};

/// `days`, `day`, `d`; `h`, `min`, `ms`, ... in any case. Not `m`, which is months to some and minutes to
/// others.
std::optional<TimeUnit> find_time_unit(std::string_view name);

/// A count of units, as `15 minutes`, `month` or `6h`; the count is from 1 to a million.
struct TimeStep {
    TimeUnit unit = TimeUnit::second;
    int32_t count = 1;
};
std::optional<TimeStep> find_time_step(std::string_view text);

/// `count` units later, or earlier where it is negative. Months keep the day of the month, or take the
/// month's last day where there is no such day (31 January + 1 month: 29 February); a day is 24 hours, the
/// offset stays as it is. Months must be whole, all else may be a fraction, cut off after nanoseconds. A date
/// to which hours were added has a time of day. Nothing past the years 1 to 9999 and for fractions of months.
std::optional<Time> add(const Time& time, const Number& count, TimeUnit unit);

/// How many whole units there are from `a` to `b`, negative where `b` is earlier; what is left over is cut
/// off. Months are whole when the day of the month and the time of day are reached, by the clock of `a`.
int128 units_between(const Time& a, const Time& b, TimeUnit unit);

/// Exact.
Number seconds_between(const Time& a, const Time& b);

/// The start of the span of `step` in which `time` is, by its own clock. Days and shorter steps are counted
/// from 1970-01-01 00:00, weeks from a Monday, months from January of year 0, so that 3 months are quarters,
/// 10 years decades. What has whole days is a date afterwards; what is shorter keeps `T` and zone. Nothing
/// before year 1.
std::optional<Time> truncate(const Time& time, const TimeStep& step);

/// Seconds since 1970-01-01T00:00:00Z, exact; of a local time as if it were UTC.
Number epoch(const Time& time);
/// The count of whole units since then, the lower one if between two; `unit` is of fixed length.
Number epoch_count(const Time& time, TimeUnit unit);
/// The instant so many units after 1970, in UTC; fractions down to a nanosecond. Nothing past the years 1 to
/// 9999.
std::optional<Time> from_epoch(const Number& count, TimeUnit unit);

/// Sets the nanoseconds, and `precision` and `digits` to what shows all that there is; what is shown already
/// stays.
void show_all(Time& time);

} // namespace rowkit
