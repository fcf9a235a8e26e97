// Times as ISO 8601 text.
#include "data/time.h"
#include "data/time_civil.h"
#include "data/time_digits.h"

namespace rowkit {

void append_time(const Time& time, Buffer& out) {
    char* const start = out.room(48);
    const CivilTime shown = civil(time);
    char* at = write_four(start, shown.date.year);
    *at++ = '-';
    at = write_two(at, shown.date.month);
    *at++ = '-';
    at = write_two(at, shown.date.day);
    if (!time.is_date()) {
        *at++ = time.with_t ? 'T' : ' ';
        at = write_two(at, shown.hour);
        *at++ = ':';
        at = write_two(at, shown.minute);
        if (time.precision >= Time::Precision::second) {
            *at++ = ':';
            at = write_two(at, shown.second);
        }
        if (time.precision == Time::Precision::fraction) {
            *at++ = '.';
            at = write_fraction(at, time.nanoseconds, time.digits);
        }
        if (time.zone == Time::Zone::utc)
            *at++ = 'Z';
        else if (time.zone == Time::Zone::offset)
            at = write_offset(at, time.offset, ':');
    }
    out.advance(static_cast<size_t>(at - start));
}

} // namespace rowkit
