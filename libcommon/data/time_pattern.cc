// Patterns of times: their directives.
#include "data/time_pattern.h"

#include <array>
#include <utility>

namespace rowkit {
namespace {

constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> weekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                      "Friday", "Saturday", "Sunday"};

constexpr std::string_view simple = "YmdHMSfzZjbBaApIysekluwGV";
constexpr std::string_view only_written = "UW"; // a week without its year's kind tells no date
constexpr std::string_view known =
    "%Y %y %G %m %B %b %d %e %j %V %U %W %A %a %u %w %H %k %I %l %p %M %S %f %L %N %z %:z %Z %s %F %T %R %D "
    "%x %X %r %c %n %t %%";

/// What a directive stands for that is made of others.
std::string_view combination(char directive) {
    switch (directive) {
    case 'F':
        return "%Y-%m-%d";
    case 'T':
    case 'X':
        return "%H:%M:%S";
    case 'R':
        return "%H:%M";
    case 'D':
    case 'x':
        return "%m/%d/%y";
    case 'r':
        return "%I:%M:%S %p";
    case 'c':
        return "%a %b %e %H:%M:%S %Y";
    default:
        return {};
    }
}

/// Of the directive that `text` starts with: %d, %-d, %:z, %3f. 0 where the text ends within it.
size_t directive_size(std::string_view text) {
    const bool has_flag =
        text.size() > 1 && (text[1] == '-' || text[1] == ':' || (text[1] >= '1' && text[1] <= '9'));
    const size_t size = has_flag ? 3 : 2;
    return size <= text.size() ? size : 0;
}

} // namespace

std::string_view month_name(int month) { return months[static_cast<size_t>(month - 1)]; }
std::string_view weekday_name(int weekday) { return weekdays[static_cast<size_t>(weekday - 1)]; }

TimePattern::TimePattern(std::string_view pattern, Use use) { add(pattern, use); }

void TimePattern::add_literal(char c) {
    if (steps_.empty() || steps_.back().directive != 0) steps_.emplace_back();
    steps_.back().literal += c;
}

void TimePattern::add(std::string_view pattern, Use use) {
    for (size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        const bool is_blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (c == '%') {
            const size_t size = directive_size(pattern.substr(i));
            if (size == 0)
                throw "a single % at the end of \"" + std::string(pattern) + "\"; a percent sign is %%";
            add_directive(pattern.substr(i, size), use);
            i += size - 1;
        } else if (!is_blank || use == Use::write) {
            add_literal(c);
        } else if (steps_.empty() || steps_.back().directive != ' ') {
            steps_.push_back({.directive = ' '});
        }
    }
}

/// `written` is one directive in full.
void TimePattern::add_directive(std::string_view written, Use use) {
    Step step;
    step.directive = written.back();
    const char flag = written.size() > 2 ? written[1] : '\0';
    const auto is_any_of = [&](std::string_view some) {
        return some.find(step.directive) != std::string_view::npos;
    };
    const bool may_be_bare = is_any_of(simple) || is_any_of(only_written);
    if (flag == '-' && may_be_bare)
        step.bare = true;
    else if (flag == ':' && step.directive == 'z')
        step.bare = true;
    else if (flag >= '1' && flag <= '9' && step.directive == 'f')
        step.digits = static_cast<uint8_t>(flag - '0');
    else if (flag != '\0')
        step.directive = '\0'; // there is none such
    if (is_any_of("LN")) step.digits = step.directive == 'L' ? 3 : 9, step.directive = 'f';
    if (step.directive == 'h') step.directive = 'b';
    const std::string_view parts = combination(step.directive);
    if (is_any_of(only_written) && use == Use::read)
        throw std::string(written) + " can only be written; to read weeks there is %G-W%V-%u";
    if (is_any_of(simple) || is_any_of(only_written))
        steps_.push_back(std::move(step));
    else if (!parts.empty())
        add(parts, use);
    else if (step.directive == '%')
        add_literal('%');
    else if (is_any_of("nt"))
        add(step.directive == 'n' ? "\n" : "\t", use);
    else
        throw "there is no directive " + std::string(written) + "; known are " + std::string(known);
}

} // namespace rowkit
