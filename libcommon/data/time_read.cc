// Reads times by a pattern.
#include "data/time_civil.h"
#include "data/time_digits.h"
#include "data/time_pattern.h"

#include <array>
#include <cstring>

namespace rowkit {
namespace {

constexpr int unsaid = -1;

/// What a text has said so far.
struct Said {
    int year = unsaid, short_year = unsaid, week_year = unsaid, month = unsaid, day = unsaid,
        yearday = unsaid;
    int week = unsaid, weekday = unsaid, hour = unsaid, hour12 = unsaid, minute = unsaid, second = unsaid;
    bool afternoon = false;
    bool has_epoch = false, before_epoch = false;
    Time time; // epoch, fraction, zone
};

/// A number of up to `digits` digits from `least` to `most`; fewer digits are taken where all would be too
/// many.
bool read_number(DigitReader& in, int digits, int least, int most, int& value) {
    int read = 0, count = 0;
    while (count < digits && in.at != in.end && is_digit(*in.at)) {
        const int more = read * 10 + (*in.at - '0');
        if (more > most) break;
        read = more;
        ++in.at;
        ++count;
    }
    value = read;
    return count > 0 && read >= least;
}

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// `word` with letters in any case.
bool skip_word(DigitReader& in, std::string_view word) {
    if (static_cast<size_t>(in.end - in.at) < word.size()) return false;
    for (size_t i = 0; i < word.size(); ++i)
        if (lower(in.at[i]) != lower(word[i])) return false;
    in.at += word.size();
    return true;
}

/// One of the names in full or by its first three letters.
template <class NameOf>
bool read_name(DigitReader& in, int count, NameOf name_of, int& value) {
    if (in.end - in.at < 3) return false;
    for (int i = 1; i <= count; ++i) {
        const std::string_view name = name_of(i);
        if (lower(in.at[0]) != lower(name[0]) || lower(in.at[1]) != name[1] || lower(in.at[2]) != name[2])
            continue;
        in.at += 3;
        skip_word(in, name.substr(3));
        value = i;
        return true;
    }
    return false;
}

/// Zones by abbreviations that RFC 2822 gives a meaning.
bool read_zone_name(DigitReader& in, Time& time) {
    struct Known {
        std::string_view name;
        int hours;
    };
    static constexpr Known zones[] = {{"UTC", 0},  {"GMT", 0},  {"EST", -5}, {"EDT", -4},
                                      {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6},
                                      {"PST", -8}, {"PDT", -7}, {"Z", 0}};
    for (const Known& each : zones) {
        if (!skip_word(in, each.name)) continue;
        time.offset = each.hours * 3600;
        time.zone = each.hours == 0 ? Time::Zone::utc : Time::Zone::offset;
        return true;
    }
    return false;
}

bool read_zone_offset(DigitReader& in, Time& time) {
    if (in.skip('Z') || in.skip('z')) {
        time.zone = Time::Zone::utc;
        return true;
    }
    time.zone = Time::Zone::offset;
    return in.offset(time.offset);
}

bool read_epoch(DigitReader& in, Said& said) {
    const bool minus = in.skip('-');
    const int digits = in.ahead();
    if (digits == 0 || digits > 12) return false;
    int64_t seconds = 0;
    for (int i = 0; i < digits; ++i) seconds = seconds * 10 + (*in.at++ - '0');
    said.time.seconds = minus ? -seconds : seconds;
    said.has_epoch = true;
    said.before_epoch = minus;
    return true;
}

bool skip_blanks(DigitReader& in) {
    const char* const begin = in.at;
    while (!in.done() && (*in.at == ' ' || (*in.at >= '\t' && *in.at <= '\r'))) ++in.at;
    return in.at != begin;
}

/// The day that was said; nothing where there is no such day.
std::optional<int64_t> day_said(const Said& said) {
    if (said.week_year != unsaid || said.week != unsaid) {
        if (said.week_year < 1 || said.week < 1 || said.week > iso_weeks_in_year(said.week_year))
            return std::nullopt;
        const int64_t fourth = days_from_civil(said.week_year, 1, 4); // is in week 1
        return fourth - weekday_from_days(fourth) + (said.week - 1) * 7 +
               (said.weekday == unsaid ? 1 : said.weekday);
    }
    int year = said.year;
    if (year == unsaid && said.short_year != unsaid)
        year = said.short_year + (said.short_year < 69 ? 2000 : 1900);
    if (year == unsaid) year = 1900;
    if (said.yearday != unsaid) {
        if (said.yearday > 365 + is_leap(year)) return std::nullopt;
        return days_from_civil(year, 1, 1) + said.yearday - 1;
    }
    const int month = said.month == unsaid ? 1 : said.month, day = said.day == unsaid ? 1 : said.day;
    if (day > days_in_month(year, month)) return std::nullopt;
    return days_from_civil(year, month, day);
}

std::optional<Time> time_said(const Said& said) {
    Time time = said.time;
    if (said.has_epoch) {
        time.zone = time.zone == Time::Zone::none ? Time::Zone::utc : time.zone;
        time.precision = Time::Precision::second;
        if (said.before_epoch && time.nanoseconds) { // the fraction counts backwards
            time.nanoseconds = 1'000'000'000 - time.nanoseconds;
            --time.seconds;
        }
    } else {
        const auto days = day_said(said);
        if (!days) return std::nullopt;
        int hour = said.hour == unsaid ? 0 : said.hour;
        if (said.hour12 != unsaid) hour = said.hour12 % 12 + (said.afternoon ? 12 : 0);
        time.seconds = *days * day_seconds + hour * 3600 + (said.minute == unsaid ? 0 : said.minute * 60) +
                       (said.second == unsaid ? 0 : said.second) - time.offset;
        const bool has_time =
            said.hour != unsaid || said.hour12 != unsaid || said.minute != unsaid || time.is_instant();
        if (has_time) time.precision = Time::Precision::minute;
        if (said.second != unsaid) time.precision = Time::Precision::second;
    }
    if (time.digits) time.precision = Time::Precision::fraction;
    time.with_t = time.is_instant();
    if (!in_range(time)) return std::nullopt;
    return time;
}

} // namespace

std::optional<Time> TimePattern::read(std::string_view text) const {
    DigitReader in{text.data(), text.data() + text.size()};
    Said said;
    for (const Step& step : steps_) {
        bool matches = true;
        switch (step.directive) {
        case 0:
            matches = skip_word(in, step.literal);
            break;
        case ' ':
            matches = skip_blanks(in);
            break;
        case 'Y':
            matches = (said.year = in.fixed(4)) >= 1;
            break;
        case 'y':
            matches = (said.short_year = in.fixed(2)) >= 0;
            break;
        case 'G':
            matches = (said.week_year = in.fixed(4)) >= 1;
            break;
        case 'm':
            matches = read_number(in, 2, 1, 12, said.month);
            break;
        case 'e':
            skip_blanks(in);
            [[fallthrough]];
        case 'd':
            matches = read_number(in, 2, 1, 31, said.day);
            break;
        case 'k':
            skip_blanks(in);
            [[fallthrough]];
        case 'H':
            matches = read_number(in, 2, 0, 23, said.hour);
            break;
        case 'l':
            skip_blanks(in);
            [[fallthrough]];
        case 'I':
            matches = read_number(in, 2, 1, 12, said.hour12);
            break;
        case 'M':
            matches = read_number(in, 2, 0, 59, said.minute);
            break;
        case 'S':
            matches = read_number(in, 2, 0, 60, said.second);
            break;
        case 'j':
            matches = read_number(in, 3, 1, 366, said.yearday);
            break;
        case 'V':
            matches = read_number(in, 2, 1, 53, said.week);
            break;
        case 'u':
            matches = read_number(in, 1, 1, 7, said.weekday);
            break;
        case 'w':
            matches = read_number(in, 1, 0, 6, said.weekday);
            if (said.weekday == 0) said.weekday = 7;
            break;
        case 'B':
        case 'b':
            matches = read_name(in, 12, month_name, said.month);
            break;
        case 'A':
        case 'a':
            matches = read_name(in, 7, weekday_name, said.weekday);
            break;
        case 'p':
            said.afternoon = in.starts_with('p') || in.starts_with('P');
            matches =
                skip_word(in, "am") || skip_word(in, "pm") || skip_word(in, "a.m.") || skip_word(in, "p.m.");
            break;
        case 'f':
            if (step.digits && in.ahead() < step.digits) return std::nullopt;
            matches = DigitReader{in.at, step.digits ? in.at + step.digits : in.end}.fraction(
                said.time.nanoseconds, said.time.digits);
            in.at += step.digits ? step.digits : in.ahead();
            break;
        case 'z':
            matches = read_zone_offset(in, said.time);
            break;
        case 'Z':
            matches = read_zone_name(in, said.time);
            break;
        case 's':
            matches = read_epoch(in, said);
            break;
        default:
            return std::nullopt;
        }
        if (!matches) return std::nullopt;
    }
    if (!in.done()) return std::nullopt;
    return time_said(said);
}

} // namespace rowkit
