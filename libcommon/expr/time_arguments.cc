// Zones and units as arguments of functions.
#include "expr/time_arguments.h"

#include "base/error.h"

#include <chrono>

namespace rowkit::expr {
namespace {

struct PreparedZone : Prepared {
    explicit PreparedZone(TimeZone found) : zone(std::move(found)) {}
    TimeZone zone;
};

struct PreparedStep : Prepared {
    explicit PreparedStep(TimeStep found) : step(found) {}
    TimeStep step;
};

std::string unknown_unit(std::string_view name) {
    if (name == "m" || name == "M") return "\"m\" may be months or minutes: write \"month\" or \"min\"";
    return "there is no unit \"" + std::string(name) +
           "\"; units are year, quarter, month, week, day, hour, minute, second, ms, us and ns";
}

Error bad_value(std::string what) { return Error(Exit::bad_data, {}, std::move(what)); }

} // namespace

std::optional<std::string_view> constant_text(Constants constants, size_t at) {
    if (at >= constants.size() || !constants[at] || !constants[at]->is_texty()) return std::nullopt;
    return constants[at]->text();
}

std::unique_ptr<Prepared> prepare_zone(Constants constants, size_t at) {
    const auto name = constant_text(constants, at);
    if (!name) return nullptr;
    auto zone = TimeZone::find(*name);
    if (!zone) throw unknown_time_zone(*name);
    return std::make_unique<PreparedZone>(std::move(*zone));
}

std::optional<TimeZone> zone_of(const Call& call, size_t at) {
    if (call.prepared) return static_cast<const PreparedZone*>(call.prepared)->zone;
    const std::string_view name = call.text(at);
    if (name.empty()) return std::nullopt;
    // Where zones stand in a column, one often follows itself.
    thread_local std::string last_name;
    thread_local std::optional<TimeZone> last;
    if (!last || last_name != name) {
        last = TimeZone::find(name);
        last_name = name;
    }
    if (!last) throw bad_value(unknown_time_zone(name));
    return last;
}

std::unique_ptr<Prepared> prepare_step(Constants constants, size_t at, std::string_view order) {
    const auto name = constant_text(constants, at);
    if (name)
        if (const auto step = find_time_step(*name)) return std::make_unique<PreparedStep>(*step);
    for (size_t other = 0; other < constants.size(); ++other)
        if (const auto text = constant_text(constants, other); other != at && text && find_time_step(*text))
            throw "the order is " + std::string(order);
    if (name) throw unknown_unit(*name);
    return nullptr;
}

TimeStep step_of(const Call& call, size_t at) {
    if (call.prepared) return static_cast<const PreparedStep*>(call.prepared)->step;
    const auto step = find_time_step(call.text(at));
    if (!step) throw bad_value(unknown_unit(call.text(at)));
    return *step;
}

const Time& time_of_run() {
    static const Time now =
        *from_epoch(Number(static_cast<int64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                                    std::chrono::system_clock::now().time_since_epoch())
                                                    .count())),
                    TimeUnit::second);
    return now;
}

} // namespace rowkit::expr
