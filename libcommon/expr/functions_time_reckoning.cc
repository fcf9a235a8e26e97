// Functions that reckon with times: units, distances, zones, durations.
#include "data/time_civil.h"
#include "data/time_duration.h"
#include "expr/time_arguments.h"

namespace rowkit::expr {
namespace {

// Units.

std::unique_ptr<Prepared> prepare_trunc(Constants constants) {
    return prepare_step(constants, 0, R"(trunc_time("month", time))");
}

Value trunc_time(const Call& call) { return value_or_null(truncate(call.args[1].time(), step_of(call, 0))); }

std::unique_ptr<Prepared> prepare_add(Constants constants) {
    return prepare_step(constants, 2, R"(date_add(time, 3, "day"))");
}

Value date_add(const Call& call) {
    const TimeStep step = step_of(call, 2);
    return value_or_null(add(call.args[0].time(), call.number(1) * Number(step.count), step.unit));
}

Value date_sub(const Call& call) {
    const TimeStep step = step_of(call, 2);
    return value_or_null(add(call.args[0].time(), -(call.number(1) * Number(step.count)), step.unit));
}

std::unique_ptr<Prepared> prepare_diff(Constants constants) {
    return prepare_step(constants, 0, R"(date_diff("day", start, end))");
}

Value date_diff(const Call& call) {
    const TimeStep step = step_of(call, 0);
    const int128 units = units_between(call.args[1].time(), call.args[2].time(), step.unit);
    return Value::of(Number(units / step.count, 0));
}

Value between_seconds(const Call& call) {
    return Value::of(seconds_between(call.args[0].time(), call.args[1].time()));
}

Value days_between(const Call& call) {
    const Time& from = call.args[0].time();
    const Time& to = call.args[1].time();
    return integer(floor_div(to.seconds + from.offset, day_seconds) - local_days(from));
}

Value age(const Call& call) {
    const Time& at = call.count() > 1 ? call.args[1].time() : time_of_run();
    return Value::of(Number(units_between(call.args[0].time(), at, TimeUnit::year), 0));
}

// Zones.

std::unique_ptr<Prepared> prepare_second_zone(Constants constants) { return prepare_zone(constants, 1); }

Value to_zone(const Call& call) {
    const auto zone = zone_of(call, 1);
    return zone ? value_or_null(zone->show(call.args[0].time())) : Value();
}

std::unique_ptr<Prepared> prepare_from_zone(Constants constants) {
    if (const auto which = constant_text(constants, 2); which && *which != "earlier" && *which != "later")
        throw std::string("which of two instants is meant is \"earlier\" or \"later\"");
    return prepare_zone(constants, 1);
}

Value from_zone(const Call& call) {
    const auto zone = zone_of(call, 1);
    const bool later = call.count() > 2 && call.text(2) == "later";
    if (!zone) return {};
    return value_or_null(
        zone->read(call.args[0].time(), later ? TimeZone::Repeated::later : TimeZone::Repeated::earlier));
}

// Durations.

Value to_duration(const Call& call) {
    const auto seconds = parse_duration(call.text(0));
    return seconds ? Value::of(*seconds) : Value();
}

std::unique_ptr<Prepared> prepare_duration(Constants constants) {
    if (const auto style = constant_text(constants, 1); style && !find_duration_style(*style))
        throw std::string("styles of durations are brief, clock, iso and words");
    return nullptr;
}

Value format_duration(const Call& call) {
    const auto style = call.count() > 1 ? find_duration_style(call.text(1)) : DurationStyle::brief;
    call.scratch.clear();
    if (!style || !append_duration(call.number(0), *style, call.scratch)) return {};
    return call.made();
}

Value format_clock(const Call& call) {
    call.scratch.clear();
    return append_duration(call.number(0), DurationStyle::clock, call.scratch) ? call.made() : Value();
}

constexpr Function functions[] = {
    {"trunc_time date_trunc", "trunc_time(unit, time)",
     "the start of the year, quarter, month, week, day, hour, ..., or of so many of them, in which a time is",
     R"(trunc_time("15 minutes", "2024-07-28 13:09:57"))", "2024-07-28 13:00:00", "td", 2, 2, Type::time,
     trunc_time, prepare_trunc},
    {"date_add time_add dateadd", "date_add(time, count, unit)",
     "so many units later; months keep the day, or take the month's last one",
     R"(date_add("2024-01-31", 1, "month"))", "2024-02-29", "dnt", 3, 3, Type::time, date_add, prepare_add},
    {"date_sub time_sub datesub", "date_sub(time, count, unit)",
     "so many units earlier; months keep the day, or take the month's last one",
     R"(date_sub("2024-07-28 01:30:00", 90, "min"))", "2024-07-28 00:00:00", "dnt", 3, 3, Type::time,
     date_sub, prepare_add},
    {"date_diff datediff time_diff", "date_diff(unit, start, end)",
     "how many whole units there are from start to end, negative if end is earlier",
     R"(date_diff("month", "2024-01-31", "2024-07-28"))", "5", "tdd", 3, 3, Type::number, date_diff,
     prepare_diff},
    {"seconds_between", "seconds_between(start, end)", "seconds from start to end, exact",
     R"(seconds_between("2024-07-28 13:09:57", "2024-07-28T13:10:00.5Z"))", "3.5", "dd", 2, 2, Type::number,
     between_seconds},
    {"days_between", "days_between(start, end)", "days from one date to the other, whatever the times of day",
     R"(days_between("2024-07-28 23:59", "2024-08-01 00:01"))", "4", "dd", 2, 2, Type::number, days_between},
    {"age", "age(start[, end])", "whole years from start to end, or to today",
     R"(age("2000-07-29", "2024-07-28"))", "23", "dd", 1, 2, Type::number, age},
    {"to_zone in_zone at_zone", "to_zone(time, zone)",
     "the instant as clocks of a zone show it, such as Europe/Berlin or +02:00; a time without zone is taken "
     "as UTC",
     R"(to_zone("2024-07-28T13:09:57Z", "Asia/Kolkata"))", "2024-07-28T18:39:57+05:30", "dt", 2, 2,
     Type::time, to_zone, prepare_second_zone},
    {"from_zone", R"(from_zone(time, zone[, "later"]))",
     "the instant at which clocks of a zone show a time; as they are set back, the earlier of two unless "
     "told, and what they skip is an hour later",
     R"(from_zone("2024-03-31 02:30:00", "Europe/Berlin"))", "2024-03-31T03:30:00+02:00", "dt", 2, 3,
     Type::time, from_zone, prepare_from_zone},
    {"parse_duration duration", "parse_duration(text)",
     "seconds of 1h30m, 1:30:00, PT1H30M or 1 hour 30 minutes; m is minutes", R"(parse_duration("1h30m"))",
     "5400", "t", 1, 1, Type::number, to_duration},
    {"format_duration human_duration", "format_duration(seconds[, style])",
     "seconds as 1d2h30m; in style clock as 26:30:00, iso as P1DT2H30M, words as 1 day 2 hours 30 minutes",
     R"(format_duration(5400, "words"))", "1 hour 30 minutes", "nt", 1, 2, Type::text, format_duration,
     prepare_duration},
    {"format_hms sec2hms", "format_hms(seconds)", "seconds as hours, minutes and seconds", "format_hms(5400)",
     "1:30:00", "n", 1, 1, Type::text, format_clock},
};

} // namespace

FunctionFamily time_reckoning_functions() {
    return {"Dates and times: reckoning, zones, durations", functions};
}

} // namespace rowkit::expr
