// A date, or a date with a time of day: what it is, its order, its text.
#pragma once

#include "base/buffer.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace rowkit {

/// A point in time as somebody wrote it: proleptic Gregorian, years 1 to 9999, to the nanosecond.
///
/// It is either an instant, whose place on the time line is known because it was written with `Z` or an
/// offset, or a local time, read off a clock of some zone that isn't known. Leap seconds do not exist:
/// 23:59:60 is read as the second after.
///
/// Order and equality are by `seconds` and `nanoseconds` alone: instants by the time line, whatever their
/// offsets, local times by the clock, and an instant with a local time as if the latter were UTC.
struct Time {
    /// To what it was written; `day` has no time of day.
    enum class Precision : uint8_t { day, minute, second, fraction };
    /// `none`: a local time. `utc`: an instant written with `Z`. `offset`: with hours and minutes.
    enum class Zone : uint8_t { none, utc, offset };

    int64_t seconds = 0; // since 1970-01-01 00:00:00; of an instant in UTC, of a local time by its own clock
    int32_t nanoseconds = 0; // 0 to 999,999,999, also before 1970
    int32_t offset = 0;      // of an instant: what its clock showed minus UTC, in seconds; 0 for a local time
    Precision precision = Precision::day;
    Zone zone = Zone::none;
    uint8_t digits = 0;  // of the fraction: 1 to 9 where precision is `fraction`, else 0
    bool with_t = false; // `T` between date and time, not a blank

    constexpr bool is_instant() const { return zone != Zone::none; }
    constexpr bool is_date() const { return precision == Precision::day; }
    /// What the clock showed, as seconds since 1970-01-01 00:00:00 by that clock.
    constexpr int64_t local_seconds() const { return seconds + offset; }

    friend constexpr bool operator==(const Time& a, const Time& b) {
        return a.seconds == b.seconds && a.nanoseconds == b.nanoseconds;
    }
    friend constexpr std::weak_ordering operator<=>(const Time& a, const Time& b) {
        if (a.seconds != b.seconds)
            return a.seconds < b.seconds ? std::weak_ordering::less : std::weak_ordering::greater;
        return a.nanoseconds <=> b.nanoseconds;
    }
};
static_assert(sizeof(Time) == 24 && std::is_trivially_copyable_v<Time>);

/// First and last second of the years 1 to 9999, by the clock.
inline constexpr int64_t first_second = -62135596800, last_second = 253402300799;

/// Reads ISO 8601, in full: `2024-07-28`, `2024-07-28 13:09`, `2024-07-28T13:09:57.123456Z`, `... +02:00`,
/// `+0200`, `+02`, a blank or `T` or `t` before the time, comma or point before up to 9 digits of fraction
/// (more are cut off), the basic form `20240728T130957Z`, week dates `2024-W30-7` and ordinal dates
/// `2024-210`. 24:00 is the next day's start. Nothing where `text` is anything else, blanks around it
/// included, or no such day exists.
std::optional<Time> parse_time(std::string_view text);

/// Writes it as it was written: ISO 8601 in the long form, with the same precision.
void append_time(const Time& time, Buffer& out);

} // namespace rowkit
