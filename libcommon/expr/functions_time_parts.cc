// Functions that tell what is in a time: year, weekday, hour, and their names.
#include "data/number_parse.h"
#include "data/time_civil.h"
#include "data/time_digits.h"
#include "data/time_pattern.h"
#include "expr/time_arguments.h"

namespace rowkit::expr {
namespace {

/// A function that gives a number of a time.
template <auto part>
Value number_of(const Call& call) {
    return integer(part(call.args[0].time()));
}

int weekday_of(const Time& time) { return weekday_from_days(local_days(time)); }
CivilDay day_of(const Time& time) { return civil(time).date; }

constexpr auto year = [](const Time& time) { return day_of(time).year; };
constexpr auto quarter = [](const Time& time) { return (day_of(time).month + 2) / 3; };
constexpr auto month = [](const Time& time) { return day_of(time).month; };
constexpr auto day = [](const Time& time) { return day_of(time).day; };
constexpr auto hour = [](const Time& time) { return civil(time).hour; };
constexpr auto minute = [](const Time& time) { return civil(time).minute; };
constexpr auto second = [](const Time& time) { return civil(time).second; };
constexpr auto millisecond = [](const Time& time) { return time.nanoseconds / 1'000'000; };
constexpr auto microsecond = [](const Time& time) { return time.nanoseconds / 1000; };
constexpr auto day_of_year = [](const Time& time) { return yearday(day_of(time)); };
constexpr auto week = [](const Time& time) { return iso_week_from_days(local_days(time)).week; };
constexpr auto week_year = [](const Time& time) { return iso_week_from_days(local_days(time)).year; };
constexpr auto month_days = [](const Time& time) {
    return days_in_month(day_of(time).year, day_of(time).month);
};
constexpr auto offset = [](const Time& time) { return time.offset; };

Value day_name(const Call& call) { return Value::of(weekday_name(weekday_of(call.args[0].time()))); }
Value name_of_month(const Call& call) { return Value::of(month_name(day_of(call.args[0].time()).month)); }

/// Of a time, or of a year as a number.
Value is_leap_year(const Call& call) {
    const Value& given = call.args[0];
    std::optional<Time> time;
    std::optional<Number> number;
    if (given.is(Type::time))
        time = given.time();
    else if (given.is(Type::number))
        number = given.number();
    else if (given.is_texty()) {
        time = parse_time(given.text());
        number = parse_number(given.text());
    }
    if (time) return Value::of(is_leap(day_of(*time).year));
    const auto whole = number ? number->to_int64() : std::nullopt;
    if (!whole || *whole < 1 || *whole > 9999) return {};
    return Value::of(is_leap(static_cast<int>(*whole)));
}

Value last_day(const Call& call) {
    const Time& time = call.args[0].time();
    const CivilDay date = day_of(time);
    return Value::of(date_from_days(local_days(time) + days_in_month(date.year, date.month) - date.day));
}

Value time_of_day(const Call& call) {
    const Time& time = call.args[0].time();
    const CivilTime shown = civil(time);
    char text[24];
    char* at = write_two(text, shown.hour);
    *at++ = ':';
    at = write_two(at, shown.minute);
    *at++ = ':';
    at = write_two(at, shown.second);
    if (time.precision == Time::Precision::fraction) {
        *at++ = '.';
        at = write_fraction(at, time.nanoseconds, time.digits);
    }
    return Value::of(call.arena.copy({text, static_cast<size_t>(at - text)}));
}

constexpr Function functions[] = {
    {"year", "year(time)", "the year", R"(year("2024-07-28"))", "2024", "d", 1, 1, Type::number,
     number_of<year>},
    {"quarter", "quarter(time)", "the quarter of the year, 1 to 4", R"(quarter("2024-07-28"))", "3", "d", 1,
     1, Type::number, number_of<quarter>},
    {"month", "month(time)", "the month, 1 to 12", R"(month("2024-07-28"))", "7", "d", 1, 1, Type::number,
     number_of<month>},
    {"day day_of_month", "day(time)", "the day of the month", R"(day("2024-07-28"))", "28", "d", 1, 1,
     Type::number, number_of<day>},
    {"hour", "hour(time)", "the hour, 0 to 23", R"(hour("2024-07-28 13:09:57"))", "13", "d", 1, 1,
     Type::number, number_of<hour>},
    {"minute", "minute(time)", "the minute, 0 to 59", R"(minute("2024-07-28 13:09:57"))", "9", "d", 1, 1,
     Type::number, number_of<minute>},
    {"second", "second(time)", "the whole second, 0 to 59", R"(second("2024-07-28 13:09:57.25"))", "57", "d",
     1, 1, Type::number, number_of<second>},
    {"millisecond", "millisecond(time)", "the second's fraction in whole milliseconds, 0 to 999",
     R"(millisecond("2024-07-28 13:09:57.25"))", "250", "d", 1, 1, Type::number, number_of<millisecond>},
    {"microsecond", "microsecond(time)", "the second's fraction in whole microseconds, 0 to 999999",
     R"(microsecond("2024-07-28 13:09:57.25"))", "250000", "d", 1, 1, Type::number, number_of<microsecond>},
    {"weekday isodow", "weekday(time)", "the day of the week, 1 (Monday) to 7 (Sunday)",
     R"(weekday("2024-07-28"))", "7", "d", 1, 1, Type::number, number_of<weekday_of>},
    {"yearday day_of_year dayofyear", "yearday(time)", "the day of the year, 1 to 366",
     R"(yearday("2024-07-28"))", "210", "d", 1, 1, Type::number, number_of<day_of_year>},
    {"week iso_week week_of_year", "week(time)", "the ISO week, 1 to 53: it starts on Monday",
     R"(week("2024-12-30"))", "1", "d", 1, 1, Type::number, number_of<week>},
    {"week_year iso_year isoyear", "week_year(time)", "the year to which the ISO week belongs",
     R"(week_year("2024-12-30"))", "2025", "d", 1, 1, Type::number, number_of<week_year>},
    {"day_name weekday_name dayname", "day_name(time)", "the day of the week in English",
     R"(day_name("2024-07-28"))", "Sunday", "d", 1, 1, Type::text, day_name},
    {"month_name monthname", "month_name(time)", "the month in English", R"(month_name("2024-07-28"))",
     "July", "d", 1, 1, Type::text, name_of_month},
    {"days_in_month", "days_in_month(time)", "how many days its month has", R"(days_in_month("2024-02-01"))",
     "29", "d", 1, 1, Type::number, number_of<month_days>},
    {"is_leap_year is_leap", "is_leap_year(time or year)", "whether its year has a 29 February",
     "is_leap_year(2100)", "false", "a", 1, 1, Type::boolean, is_leap_year},
    {"last_day month_end end_of_month", "last_day(time)", "the last day of its month",
     R"(last_day("2024-02-10"))", "2024-02-29", "d", 1, 1, Type::time, last_day},
    {"time_of_day", "time_of_day(time)", "hour, minute and second as text",
     R"(time_of_day("2024-07-28T13:09:57Z"))", "13:09:57", "d", 1, 1, Type::text, time_of_day},
    {"utc_offset", "utc_offset(time)",
     "how far its clock is ahead of UTC, in seconds; 0 for a time without zone",
     R"(utc_offset("2024-07-28T13:09:57+02:00"))", "7200", "d", 1, 1, Type::number, number_of<offset>},
};

} // namespace

FunctionFamily time_part_functions() { return {"Dates and times: parts", functions}; }

} // namespace rowkit::expr
