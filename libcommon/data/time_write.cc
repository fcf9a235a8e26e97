// Writes times by a pattern.
#include "data/number_text.h"
#include "data/time_civil.h"
#include "data/time_digits.h"
#include "data/time_pattern.h"

namespace rowkit {
namespace {

void append_padded(int value, int width, char pad, bool bare, Buffer& out) {
    if (width == 2 && pad == '0' && !bare) { // nearly all are
        write_two(out.room(2), value);
        out.advance(2);
        return;
    }
    char digits[12];
    char* const end = digits + sizeof digits;
    char* at = end;
    do *--at = static_cast<char>('0' + value % 10);
    while (value /= 10);
    while (!bare && end - at < width) *--at = pad;
    out.append(at, static_cast<size_t>(end - at));
}

void append_zone_offset(const Time& time, bool colon, Buffer& out) {
    if (!time.is_instant()) return;
    char* const at = out.room(16);
    out.advance(static_cast<size_t>(write_offset(at, time.offset, colon ? ':' : '\0') - at));
}

} // namespace

void TimePattern::write(const Time& time, Buffer& out) const {
    const int64_t days = local_days(time);
    const CivilTime shown = civil(time);
    const CivilDay& date = shown.date;
    const int weekday = weekday_from_days(days), hour12 = (shown.hour + 11) % 12 + 1;
    const auto two = [&](int value, const Step& step, char pad = '0') {
        append_padded(value, 2, pad, step.bare, out);
    };
    for (const Step& step : steps_) {
        switch (step.directive) {
        case 0:
            out.append(step.literal);
            break;
        case 'Y':
            append_padded(date.year, 4, '0', step.bare, out);
            break;
        case 'y':
            two(date.year % 100, step);
            break;
        case 'm':
            two(date.month, step);
            break;
        case 'd':
            two(date.day, step);
            break;
        case 'e':
            two(date.day, step, ' ');
            break;
        case 'H':
            two(shown.hour, step);
            break;
        case 'k':
            two(shown.hour, step, ' ');
            break;
        case 'I':
            two(hour12, step);
            break;
        case 'l':
            two(hour12, step, ' ');
            break;
        case 'M':
            two(shown.minute, step);
            break;
        case 'S':
            two(shown.second, step);
            break;
        case 'p':
            out.append(shown.hour < 12 ? "AM" : "PM");
            break;
        case 'j':
            append_padded(yearday(date), 3, '0', step.bare, out);
            break;
        case 'B':
            out.append(month_name(date.month));
            break;
        case 'b':
            out.append(month_name(date.month).substr(0, 3));
            break;
        case 'A':
            out.append(weekday_name(weekday));
            break;
        case 'a':
            out.append(weekday_name(weekday).substr(0, 3));
            break;
        case 'u':
            append_padded(weekday, 1, '0', false, out);
            break;
        case 'w':
            append_padded(weekday % 7, 1, '0', false, out);
            break;
        case 'G':
            append_padded(iso_week_from_days(days).year, 4, '0', step.bare, out);
            break;
        case 'V':
            two(iso_week_from_days(days).week, step);
            break;
        case 'U':
            two((yearday(date) + 6 - weekday % 7) / 7, step);
            break;
        case 'W':
            two((yearday(date) + 7 - weekday) / 7, step);
            break;
        case 'z':
            append_zone_offset(time, step.bare, out);
            break;
        case 'Z':
            if (time.zone == Time::Zone::utc)
                out.append("UTC");
            else
                append_zone_offset(time, true, out);
            break;
        case 's':
            append_number(Number(time.seconds), out);
            break;
        case 'f': {
            char* const at = out.room(16);
            out.advance(static_cast<size_t>(
                write_fraction(at, time.nanoseconds, step.digits ? step.digits : 6) - at));
            break;
        }
        default:
            break;
        }
    }
}

} // namespace rowkit
