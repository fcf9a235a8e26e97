// Time zones by their names in the IANA database.
#pragma once

#include "data/time.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rowkit {

/// What clocks show in a region, at any time. Cheap to copy; may be used by several threads at once.
class TimeZone {
public:
    /// `Europe/Berlin` as in the database, `UTC` or `Z`, or an offset: `+02:00`. Reads the database once for
    /// each name. Nothing where there is no such zone; abbreviations such as PST, which mean several zones,
    /// are none.
    static std::optional<TimeZone> find(std::string_view name);

    /// Which of two instants a local time means that clocks show twice, as they are set back.
    enum class Repeated : uint8_t { earlier, later };

    /// The same instant with this zone's clock. A local time is taken as UTC. Nothing past the years 1 to
    /// 9999.
    std::optional<Time> show(const Time& time) const;

    /// The instant at which this zone's clocks show a local time. A time that is skipped as clocks are set
    /// forward is read by the clock before that: 02:30 on such a night is 03:30. What is an instant already
    /// is only shown with this zone's clock. Nothing past the years 1 to 9999.
    std::optional<Time> read(const Time& time, Repeated repeated = Repeated::earlier) const;

private:
    struct Rules; // cctz stays in time_zone.cc
    explicit TimeZone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}
    std::shared_ptr<const Rules> rules_;
};

/// What an unknown zone's error says, with the names that may have been meant.
std::string unknown_time_zone(std::string_view name);

} // namespace rowkit
