// What functions of times share: zones and units as arguments, and the time at which the run began.
#pragma once

#include "data/time_units.h"
#include "data/time_zone.h"
#include "expr/function.h"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace rowkit::expr {

using Constants = std::span<const Value* const>;

inline Value value_or_null(const std::optional<Time>& time) { return time ? Value::of(*time) : Value(); }
inline Value integer(int64_t value) { return Value::of(Number(value)); }

/// The text of a constant argument; nothing where it isn't given, is no text, or differs from record to
/// record.
std::optional<std::string_view> constant_text(Constants constants, size_t at);

/// Finds the zone that an argument names once, if it is constant. Throws std::string for a name that isn't
/// one.
std::unique_ptr<Prepared> prepare_zone(Constants constants, size_t at);
/// The zone of a call; nothing for an empty name. Throws Error (exit 3) for a name that isn't one.
std::optional<TimeZone> zone_of(const Call& call, size_t at);

/// Finds the unit that an argument names, or with a count the step, once, if it is constant. Throws
/// std::string for what isn't one; `order` then shows the right order if it is another argument that names a
/// unit.
std::unique_ptr<Prepared> prepare_step(Constants constants, size_t at, std::string_view order);
/// That of a call. Throws Error (exit 3) for a name that isn't one.
TimeStep step_of(const Call& call, size_t at);

/// Now, in UTC to the second, and the same throughout a run.
const Time& time_of_run();

} // namespace rowkit::expr
