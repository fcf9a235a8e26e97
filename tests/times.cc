// What the library makes of times, for times.py: a line of standard input is a word and its arguments, with
// tabs between; the answer is a line too, `-` for nothing.
#include "data/number_parse.h"
#include "data/number_text.h"
#include "data/time.h"
#include "data/time_civil.h"
#include "data/time_duration.h"
#include "data/time_pattern.h"
#include "data/time_units.h"
#include "data/time_zone.h"

#include <cstdio>
#include <map>
#include <string>
#include <vector>

using namespace rowkit;

namespace {

using Words = std::vector<std::string_view>;

void put(const std::optional<Time>& time, Buffer& out) {
    if (time)
        append_time(*time, out);
    else
        out.append("-");
}

void put(const std::optional<Number>& number, Buffer& out) {
    if (number)
        append_number(*number, out);
    else
        out.append("-");
}

/// Patterns are compiled once, as in the tools.
const TimePattern& pattern(std::string_view text, TimePattern::Use use) {
    static std::map<std::pair<std::string, TimePattern::Use>, TimePattern> all;
    return all.try_emplace({std::string(text), use}, text, use).first->second;
}

void put_parts(const Time& time, Buffer& out) {
    const CivilTime shown = civil(time);
    const int64_t days = local_days(time);
    const IsoWeek week = iso_week_from_days(days);
    for (int part : {shown.date.year, shown.date.month, shown.date.day, shown.hour, shown.minute,
                     shown.second, weekday_from_days(days), yearday(shown.date), week.year, week.week,
                     days_in_month(shown.date.year, shown.date.month)}) {
        append_number(Number(part), out);
        out.push_back(' ');
    }
}

void answer(const Words& words, Buffer& out) {
    const std::string_view what = words[0];
    const auto time = [&](size_t i) { return parse_time(words[i]).value(); };
    const auto number = [&](size_t i) { return parse_number(words[i]).value(); };
    const auto unit = [&](size_t i) { return find_time_unit(words[i]).value(); };
    if (what == "parse") {
        put(parse_time(words[1]), out);
    } else if (what == "epoch") {
        put(epoch(time(1)), out);
    } else if (what == "from_epoch") {
        put(from_epoch(number(1), unit(2)), out);
    } else if (what == "parts") {
        put_parts(time(1), out);
    } else if (what == "read") {
        put(pattern(words[2], TimePattern::Use::read).read(words[1]), out);
    } else if (what == "write") {
        pattern(words[2], TimePattern::Use::write).write(time(1), out);
    } else if (what == "show") {
        put(TimeZone::find(words[2])->show(time(1)), out);
    } else if (what == "earlier" || what == "later") {
        const auto repeated = what == "later" ? TimeZone::Repeated::later : TimeZone::Repeated::earlier;
        put(TimeZone::find(words[2])->read(time(1), repeated), out);
    } else if (what == "add") {
        put(add(time(1), number(2), unit(3)), out);
    } else if (what == "between") {
        put(Number(units_between(time(1), time(2), unit(3)), 0), out);
    } else if (what == "seconds") {
        put(seconds_between(time(1), time(2)), out);
    } else if (what == "trunc") {
        put(truncate(time(1), find_time_step(words[2]).value()), out);
    } else if (what == "duration") {
        put(parse_duration(words[1]), out);
    } else if (what == "format") {
        append_duration(number(1), find_duration_style(words[2]).value(), out);
    } else {
        out.append("?");
    }
}

} // namespace

int main() {
    std::string input;
    char block[1 << 16];
    for (size_t got; (got = fread(block, 1, sizeof block, stdin)) > 0;) input.append(block, got);
    Buffer out;
    for (std::string_view rest = input; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        Words words;
        for (size_t begin = 0; begin <= line.size();) {
            const size_t end = std::min(line.find('\t', begin), line.size());
            words.push_back(line.substr(begin, end - begin));
            begin = end + 1;
        }
        answer(words, out);
        out.push_back('\n');
    }
    return fwrite(out.data(), 1, out.size(), stdout) == out.size() && fflush(stdout) == 0 ? 0 : 1;
}
