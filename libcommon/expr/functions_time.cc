// Functions that make times and write them: ISO 8601, patterns, epochs.
#include "base/error.h"
#include "data/time_civil.h"
#include "data/time_pattern.h"
#include "expr/body.h"
#include "expr/time_arguments.h"

namespace rowkit::expr {
namespace {

Value to_time(const Call& call) { return call.args[0]; }

Value date(const Call& call) { return Value::of(date_from_days(local_days(call.args[0].time()))); }

Value datetime(const Call& call) {
    Time time = call.args[0].time();
    if (time.precision < Time::Precision::second) time.precision = Time::Precision::second;
    return Value::of(time);
}

/// The day of year, month and day; nothing where there is none.
std::optional<int64_t> day_of(const Call& call) {
    int64_t part[3];
    for (size_t i = 0; i < 3; ++i) {
        const auto whole = call.number(i).to_int64();
        if (!whole || *whole < 1 || *whole > 9999) return std::nullopt;
        part[i] = *whole;
    }
    const auto year = static_cast<int>(part[0]), month = static_cast<int>(part[1]),
               day = static_cast<int>(part[2]);
    if (month > 12 || day > days_in_month(year, month)) return std::nullopt;
    return days_from_civil(year, month, day);
}

Value make_date(const Call& call) {
    const auto days = day_of(call);
    return days ? Value::of(date_from_days(*days)) : Value();
}

Value make_datetime(const Call& call) {
    const auto days = day_of(call);
    if (!days) return {};
    Time time = date_from_days(*days);
    time.precision = Time::Precision::second;
    const Number limits[] = {24, 60, 60};
    Number seconds;
    for (size_t i = 0; i < 3; ++i) {
        const Number part = i + 3 < call.count() ? call.number(i + 3) : Number();
        if (part < Number() || part >= limits[i] || (i < 2 && !part.is_integer())) return {};
        seconds = seconds * Number(60) + part;
    }
    return value_or_null(add(time, seconds, TimeUnit::second));
}

// Patterns.

struct PreparedPattern : Prepared {
    PreparedPattern(std::string_view text, TimePattern::Use use) : pattern(text, use) {}
    TimePattern pattern;
};

template <TimePattern::Use use>
std::unique_ptr<Prepared> prepare_pattern(Constants constants) {
    const auto first = constant_text(constants, 0), pattern = constant_text(constants, 1);
    if (first && first->find('%') != std::string_view::npos &&
        (!pattern || pattern->find('%') == std::string_view::npos))
        throw std::string("the pattern comes second");
    if (!pattern) return nullptr;
    return std::make_unique<PreparedPattern>(*pattern, use);
}

/// Calls `body` with the pattern of the call.
template <TimePattern::Use use, class Body>
Value with_pattern(const Call& call, Body body) {
    if (call.prepared) return body(static_cast<const PreparedPattern*>(call.prepared)->pattern);
    try {
        return body(TimePattern(call.text(1), use));
    } catch (const std::string& what) {
        throw Error(Exit::bad_data, {}, what);
    }
}

Value strptime(const Call& call) {
    return with_pattern<TimePattern::Use::read>(
        call, [&](const TimePattern& pattern) { return value_or_null(pattern.read(call.text(0))); });
}

Value strftime(const Call& call) {
    return with_pattern<TimePattern::Use::write>(call, [&](const TimePattern& pattern) {
        call.scratch.clear();
        pattern.write(call.args[0].time(), call.scratch);
        return call.made();
    });
}

// Epochs.

Value epoch_of(const Call& call) { return Value::of(epoch(call.args[0].time())); }
template <TimeUnit unit>
Value epoch_in(const Call& call) {
    return Value::of(epoch_count(call.args[0].time(), unit));
}
template <TimeUnit unit>
Value time_from_epoch(const Call& call) {
    return value_or_null(from_epoch(call.number(0), unit));
}

// The clock.

std::unique_ptr<Prepared> prepare_first_zone(Constants constants) { return prepare_zone(constants, 0); }

std::optional<Time> now_there(const Call& call) {
    if (call.count() == 0) return time_of_run();
    const auto zone = zone_of(call, 0);
    return zone ? zone->show(time_of_run()) : std::nullopt;
}

Value now(const Call& call) { return value_or_null(now_there(call)); }

Value today(const Call& call) {
    const auto time = now_there(call);
    return time ? Value::of(date_from_days(local_days(*time))) : Value();
}

constexpr Function functions[] = {
    {"to_time parse_time time", "to_time(text)",
     "the time that ISO 8601 text says, an instant if it has Z or an offset; so are texts read wherever a "
     "time is wanted",
     R"(to_time("20240728T130957Z"))", "2024-07-28T13:09:57Z", "d", 1, 1, Type::time, to_time},
    {"date to_date", "date(time)", "the date without the time of day", R"(date("2024-07-28T13:09:57Z"))",
     "2024-07-28", "d", 1, 1, Type::time, date},
    {"datetime to_datetime", "datetime(time)",
     "date and time of day to the second; a date alone gets midnight", R"(datetime("2024-07-28"))",
     "2024-07-28 00:00:00", "d", 1, 1, Type::time, datetime},
    {"make_date date_from_parts", "make_date(year, month, day)", "the date; null where there is no such day",
     "make_date(2024, 2, 29)", "2024-02-29", "n", 3, 3, Type::time, make_date},
    {"make_datetime make_time make_timestamp", "make_datetime(year, month, day, hour[, minute[, second]])",
     "the date and time of day; null where there is no such time", "make_datetime(2024, 7, 28, 13, 9, 57.5)",
     "2024-07-28 13:09:57.500", "n", 4, 6, Type::time, make_datetime},
    {"strptime parse_datetime", "strptime(text, pattern)",
     "the time that text in a pattern of % directives says; null where it doesn't match",
     R"(strptime("28/Jul/2024:13:09:57 +0200", "%d/%b/%Y:%H:%M:%S %z"))", "2024-07-28T13:09:57+02:00", "tt",
     2, 2, Type::time, strptime, prepare_pattern<TimePattern::Use::read>},
    {"strftime format_time format_date", "strftime(time, pattern)",
     "the time as text by a pattern of % directives", R"(strftime("2024-07-28", "%a %-d %B %Y"))",
     "Sun 28 July 2024", "dt", 2, 2, Type::text, strftime, prepare_pattern<TimePattern::Use::write>},
    {"epoch unix_time to_epoch", "epoch(time)",
     "seconds since 1970, exact; a time without zone counts as UTC", R"(epoch("2024-07-28T13:09:57.25Z"))",
     "1722172197.25", "d", 1, 1, Type::number, epoch_of},
    {"epoch_ms unix_ms", "epoch_ms(time)", "whole milliseconds since 1970",
     R"(epoch_ms("2024-07-28T13:09:57Z"))", "1722172197000", "d", 1, 1, Type::number,
     epoch_in<TimeUnit::millisecond>},
    {"epoch_us unix_us", "epoch_us(time)", "whole microseconds since 1970",
     R"(epoch_us("2024-07-28T13:09:57Z"))", "1722172197000000", "d", 1, 1, Type::number,
     epoch_in<TimeUnit::microsecond>},
    {"epoch_ns unix_ns", "epoch_ns(time)", "nanoseconds since 1970", R"(epoch_ns("2024-07-28T13:09:57Z"))",
     "1722172197000000000", "d", 1, 1, Type::number, epoch_in<TimeUnit::nanosecond>},
    {"from_epoch from_unixtime", "from_epoch(seconds)", "the instant so many seconds after 1970, in UTC",
     "from_epoch(1722172197)", "2024-07-28T13:09:57Z", "n", 1, 1, Type::time,
     time_from_epoch<TimeUnit::second>},
    {"from_epoch_ms", "from_epoch_ms(milliseconds)", "the instant so many milliseconds after 1970, in UTC",
     "from_epoch_ms(1722172197250)", "2024-07-28T13:09:57.250Z", "n", 1, 1, Type::time,
     time_from_epoch<TimeUnit::millisecond>},
    {"from_epoch_us", "from_epoch_us(microseconds)", "the instant so many microseconds after 1970, in UTC",
     "from_epoch_us(1722172197000001)", "2024-07-28T13:09:57.000001Z", "n", 1, 1, Type::time,
     time_from_epoch<TimeUnit::microsecond>},
    {"from_epoch_ns", "from_epoch_ns(nanoseconds)", "the instant so many nanoseconds after 1970, in UTC",
     "from_epoch_ns(1722172197000000001)", "2024-07-28T13:09:57.000000001Z", "n", 1, 1, Type::time,
     time_from_epoch<TimeUnit::nanosecond>},
    {"now current_timestamp", "now([zone])", "when the run began, the same for all records; in UTC or a zone",
     R"(now("Asia/Tokyo") == now())", "true", "t", 0, 1, Type::time, now, prepare_first_zone},
    {"today current_date", "today([zone])", "the date when the run began, in UTC or a zone",
     "today() == date(now())", "true", "t", 0, 1, Type::time, today, prepare_first_zone},
};

} // namespace

FunctionFamily time_functions() { return {"Dates and times: reading and writing", functions}; }

} // namespace rowkit::expr
