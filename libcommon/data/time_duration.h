// Lengths of time to and from text, as exact seconds.
#pragma once

#include "base/buffer.h"
#include "data/number.h"

#include <optional>
#include <string_view>

namespace rowkit {

/// `brief`: 1d2h, 1m30.5s, 250ms. `clock`: 26:00:00, hours as many as there are. `iso`: P1DT2H. `words`: 1
/// day 2 hours.
enum class DurationStyle : uint8_t { brief, clock, iso, words };
std::optional<DurationStyle> find_duration_style(std::string_view name);

/// The seconds that a text says: `1h30m`, `1.5 h`, `2 days, 3 hours and 5 min`, `250ms`, `1:30:00`, `1:30`
/// (minutes), `1 day, 2:00:00`, `P1DT2H`, or a plain number of seconds; a sign before it is for all of it.
/// `m` is minutes. Nothing where it is anything else, years and months included, as these have no fixed
/// length.
std::optional<Number> parse_duration(std::string_view text);

/// Writes seconds, rounded to nanoseconds; false, and nothing written, for more than 10^15 of them.
bool append_duration(const Number& seconds, DurationStyle style, Buffer& out);

} // namespace rowkit
