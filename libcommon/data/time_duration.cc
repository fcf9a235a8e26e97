// Reads lengths of time.
#include "data/time_duration.h"

#include "data/number_parse.h"
#include "data/time_civil.h"
#include "data/time_digits.h"
#include "data/time_units.h"

#include <algorithm>

namespace rowkit {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// Digits and points at the start.
std::string_view take_number(std::string_view& text) {
    const auto end = std::ranges::find_if(text, [](char c) { return !is_digit(c) && c != '.'; });
    const std::string_view taken = text.substr(0, static_cast<size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

std::string_view take_word(std::string_view& text) {
    size_t size = 0;
    while (size < text.size() && !is_digit(text[size]) &&
           std::string_view(" ,.:+-").find(text[size]) == std::string_view::npos)
        ++size;
    const std::string_view taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
}

void skip_blanks(std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
}

/// The length of a unit in seconds; nothing for what isn't a unit of fixed length.
std::optional<Number> seconds_of(std::string_view unit) {
    if (unit == "µs" || unit == "μs") unit = "us"; // the micro sign, and the Greek letter
    const auto found = unit == "m" || unit == "M" ? TimeUnit::minute : find_time_unit(unit);
    if (!found) return std::nullopt;
    switch (*found) {
    case TimeUnit::nanosecond:
        return Number(int64_t{1}, 9);
    case TimeUnit::microsecond:
        return Number(int64_t{1}, 6);
    case TimeUnit::millisecond:
        return Number(int64_t{1}, 3);
    case TimeUnit::second:
        return Number(1);
    case TimeUnit::minute:
        return Number(60);
    case TimeUnit::hour:
        return Number(3600);
    case TimeUnit::day:
        return Number(day_seconds);
    case TimeUnit::week:
        return Number(7 * day_seconds);
    default:
        return std::nullopt;
    }
}

/// `h:mm:ss` or `m:ss`, with a fraction; `first` is what stands before the first colon.
std::optional<Number> read_clock(std::string_view first, std::string_view rest) {
    auto sum = parse_number(first);
    if (!sum || first.find('.') != std::string_view::npos) return std::nullopt;
    for (int colons = 0; !rest.empty(); ++colons) {
        if (colons == 2 || !rest.starts_with(':')) return std::nullopt;
        rest.remove_prefix(1);
        const std::string_view part = take_number(rest);
        const auto number = parse_number(part);
        const size_t point = std::min(part.find('.'), part.size());
        if (!number || point != 2 || part[0] > '5' || (!rest.empty() && part.size() != 2))
            return std::nullopt;
        sum = *sum * Number(60) + *number;
    }
    return sum;
}

std::optional<Number> read_iso(std::string_view text) {
    Number sum;
    bool time = false, some = false;
    std::string_view units = "WDHMS"; // in this order, each once
    while (!text.empty()) {
        if (!time && (text[0] | 0x20) == 't') {
            time = true;
            some = false; // a T must be followed by something
            text.remove_prefix(1);
            continue;
        }
        const auto number = parse_number(take_number(text));
        if (!number || text.empty()) return std::nullopt;
        const char letter = static_cast<char>(text[0] & ~0x20);
        text.remove_prefix(1);
        const size_t at = units.find(letter);
        if (at == std::string_view::npos ||
            (std::string_view("HMS").find(letter) != std::string_view::npos) != time)
            return std::nullopt;
        units.remove_prefix(at + 1);
        sum = sum + *number * *seconds_of(std::string_view(&letter, 1));
        some = true;
    }
    return some ? std::optional(sum) : std::nullopt;
}

/// Numbers with units, one after the other; the last may be a clock.
std::optional<Number> read_parts(std::string_view text, bool minus) {
    Number sum;
    for (bool first = true; !text.empty(); first = false) {
        const std::string_view digits = take_number(text);
        const auto number = parse_number(digits);
        if (!number) return std::nullopt;
        if (text.empty() && first) return number;
        if (text.starts_with(':')) {
            if (!first && minus) return std::nullopt; // Python writes -1 hour as -1 day, 23:00:00
            const auto clock = read_clock(digits, text);
            return clock ? std::optional(sum + *clock) : std::nullopt;
        }
        skip_blanks(text);
        const auto length = seconds_of(take_word(text));
        if (!length) return std::nullopt;
        sum = sum + *number * *length;
        skip_blanks(text);
        const bool comma = text.starts_with(',');
        if (comma) text.remove_prefix(1);
        skip_blanks(text);
        if (text.starts_with("and "))
            text.remove_prefix(4), skip_blanks(text);
        else if (comma && text.empty())
            return std::nullopt;
    }
    return sum;
}

} // namespace

std::optional<Number> parse_duration(std::string_view text) {
    text = trimmed(text);
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    const auto seconds = (text[0] | 0x20) == 'p' ? read_iso(text.substr(1)) : read_parts(text, minus);
    return seconds && minus ? std::optional(-*seconds) : seconds;
}

} // namespace rowkit
