// Times to and from text by a pattern of % directives, as strptime and strftime of C and Python have them.
#pragma once

#include "base/buffer.h"
#include "data/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// A pattern such as `%d/%b/%Y:%H:%M:%S %z`, compiled once. Names are English, whatever the locale. May be
/// used by several threads at once.
///
/// Directives: `%Y %y %G` years, `%m %B %b %h` months, `%d %e %j` days, `%V %U %W` weeks, `%A %a %u %w`
/// weekdays, `%H %k %I %l %p` hours, `%M %S` minutes and seconds, `%f` fraction (6 digits when written, 1 to
/// 9 when read; `%3f %6f %9f %L %N` so many), `%z %:z %Z` zone, `%s` epoch, `%F %T %R %D %x %X %r %c`
/// combinations, `%n %t %%`; `%-d` and the like write without leading zero.
class TimePattern {
public:
    enum class Use : uint8_t { read, write };

    /// Throws std::string, which names the directive that there is not.
    TimePattern(std::string_view pattern, Use use);

    /// The time that a whole text is. Letters in any case; a number may lack leading zeros; a blank in the
    /// pattern stands for any number of blanks, at least one. What isn't said is as in 1900-01-01 00:00:00; a
    /// weekday is not compared with the date, unless it is a part of it (`%G-W%V-%u`). An instant where the
    /// text has an offset or zone (UTC, GMT, Z, EST, EDT, CST, CDT, MST, MDT, PST, PDT), or is an epoch.
    std::optional<Time> read(std::string_view text) const;

    void write(const Time& time, Buffer& out) const;

private:
    struct Step {
        char directive = 0; // 0: the literal, ' ': blanks
        uint8_t digits = 0; // of %f
        bool bare = false;  // %-d: no leading zero; %:z: with colon
        std::string literal;
    };
    void add(std::string_view pattern, Use use);
    void add_directive(std::string_view written, Use use);
    void add_literal(char c);

    std::vector<Step> steps_;
};

/// English names, from 1 on.
std::string_view month_name(int month);
std::string_view weekday_name(int weekday);

} // namespace rowkit
