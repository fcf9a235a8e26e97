// The names of units of time.
#include "data/time_units.h"

#include <array>

namespace rowkit {
namespace {

struct UnitName {
    std::string_view name;
    TimeUnit unit;
};
constexpr UnitName unit_names[] = {
    {"ns", TimeUnit::nanosecond},  {"nanosecond", TimeUnit::nanosecond},
    {"us", TimeUnit::microsecond}, {"microsecond", TimeUnit::microsecond},
    {"ms", TimeUnit::millisecond}, {"millisecond", TimeUnit::millisecond},
    {"s", TimeUnit::second},       {"sec", TimeUnit::second},
    {"second", TimeUnit::second},  {"min", TimeUnit::minute},
    {"minute", TimeUnit::minute},  {"h", TimeUnit::hour},
    {"hr", TimeUnit::hour},        {"hour", TimeUnit::hour},
    {"d", TimeUnit::day},          {"day", TimeUnit::day},
    {"w", TimeUnit::week},         {"week", TimeUnit::week},
    {"mon", TimeUnit::month},      {"month", TimeUnit::month},
    {"q", TimeUnit::quarter},      {"quarter", TimeUnit::quarter},
    {"y", TimeUnit::year},         {"yr", TimeUnit::year},
    {"year", TimeUnit::year},
};

/// Whether `text` in lower case is `name`, or its plural.
bool is_named(std::string_view text, std::string_view name) {
    const bool has_plural = name.size() > 1 && !name.ends_with('s');
    if (has_plural && text.size() == name.size() + 1 && (text.back() | 0x20) == 's') text.remove_suffix(1);
    if (text.size() != name.size()) return false;
    for (size_t i = 0; i < text.size(); ++i)
        if ((text[i] | 0x20) != name[i]) return false;
    return true;
}

} // namespace

std::optional<TimeUnit> find_time_unit(std::string_view name) {
    for (const UnitName& each : unit_names)
        if (is_named(name, each.name)) return each.unit;
    return std::nullopt;
}

std::optional<TimeStep> find_time_step(std::string_view text) {
    TimeStep step;
    size_t at = 0;
    if (!text.empty() && text[0] >= '0' && text[0] <= '9') {
        step.count = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            step.count = step.count * 10 + (text[at] - '0');
            if (step.count > 1'000'000) return std::nullopt;
        }
        if (step.count == 0) return std::nullopt;
        while (at < text.size() && text[at] == ' ') ++at;
    }
    const auto unit = find_time_unit(text.substr(at));
    if (!unit) return std::nullopt;
    step.unit = *unit;
    return step;
}

} // namespace rowkit
