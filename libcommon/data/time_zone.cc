// Time zones, through cctz.
#include "data/time_zone.h"

#include "data/time_civil.h"
#include "data/time_digits.h"

#include <algorithm>
#include <cctz/time_zone.h>
#include <chrono>

namespace rowkit {

struct TimeZone::Rules {
    cctz::time_zone zone;
    bool utc; // shown as Z
};

namespace {

/// The instant `seconds` as a clock of the zone shows it.
std::optional<Time> shown_as(Time time, bool utc, int64_t seconds, int32_t offset) {
    if (time.is_date()) time.precision = Time::Precision::second;
    if (time.is_date() || !time.is_instant()) time.with_t = true;
    time.seconds = seconds;
    time.offset = offset;
    time.zone = utc ? Time::Zone::utc : Time::Zone::offset;
    if (!in_range(time)) return std::nullopt;
    return time;
}

/// cctz would take a path too, and names may come from data.
bool is_zone_name(std::string_view name) {
    if (name.empty() || name.size() > 64 || name == "localtime") return false;
    if (!((name[0] | 0x20) >= 'a' && (name[0] | 0x20) <= 'z')) return false;
    return std::ranges::all_of(name, [](char c) {
        return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || is_digit(c) || c == '/' || c == '_' || c == '-' ||
               c == '+';
    });
}

cctz::time_point<cctz::seconds> instant(int64_t seconds) {
    return cctz::time_point<cctz::seconds>(cctz::seconds(seconds));
}

} // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
    if (name == "UTC" || name == "Z" || name == "GMT" || name == "Etc/UTC")
        return TimeZone(std::make_shared<const Rules>(Rules{cctz::utc_time_zone(), true}));
    int32_t offset = 0;
    DigitReader in{name.data(), name.data() + name.size()};
    if (in.offset(offset) && in.done())
        return TimeZone(
            std::make_shared<const Rules>(Rules{cctz::fixed_time_zone(cctz::seconds(offset)), false}));
    cctz::time_zone zone;
    if (!is_zone_name(name) || !cctz::load_time_zone(std::string(name), &zone)) return std::nullopt;
    return TimeZone(std::make_shared<const Rules>(Rules{zone, false}));
}

std::optional<Time> TimeZone::show(const Time& time) const {
    return shown_as(time, rules_->utc, time.seconds,
                    rules_->utc ? 0 : rules_->zone.lookup(instant(time.seconds)).offset);
}

std::optional<Time> TimeZone::read(const Time& time, Repeated repeated) const {
    if (time.is_instant() || rules_->utc) return show(time);
    const CivilTime clock = civil(time);
    const auto found = rules_->zone.lookup(cctz::civil_second(
        clock.date.year, clock.date.month, clock.date.day, clock.hour, clock.minute, clock.second));
    const bool later = found.kind == found.REPEATED && repeated == Repeated::later;
    const int64_t seconds = (later ? found.post : found.pre).time_since_epoch().count();
    if (found.kind == found.SKIPPED) { // the clock shows another time
        Time meant = time;
        meant.seconds = seconds;
        return show(meant);
    }
    return shown_as(time, false, seconds, static_cast<int32_t>(time.seconds - seconds));
}

} // namespace rowkit
