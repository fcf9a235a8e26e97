// What somebody may have meant by a time zone's name that isn't one.
#include "data/time_zone.h"

namespace rowkit {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

/// As the database writes names: america/new york -> America/New_York.
std::string as_written(std::string_view name) {
    std::string written;
    bool begins = true;
    for (char c : name) {
        if (c == ' ') c = '_';
        written += begins ? upper(c) : lower(c);
        begins = c == '/' || c == '_' || c == '-';
    }
    return written;
}

struct Abbreviation {
    std::string_view name, zone;
};
/// Where most people live whose clocks are called so.
constexpr Abbreviation abbreviations[] = {
    {"pst", "America/Los_Angeles"},
    {"pdt", "America/Los_Angeles"},
    {"mdt", "America/Denver"},
    {"cst", "America/Chicago"},
    {"cdt", "America/Chicago"},
    {"edt", "America/New_York"},
    {"bst", "Europe/London"},
    {"cest", "Europe/Berlin"},
    {"eest", "Europe/Athens"},
    {"msk", "Europe/Moscow"},
    {"ist", "Asia/Kolkata"},
    {"jst", "Asia/Tokyo"},
    {"kst", "Asia/Seoul"},
    {"sgt", "Asia/Singapore"},
    {"aest", "Australia/Sydney"},
    {"aedt", "Australia/Sydney"},
    {"nzst", "Pacific/Auckland"},
    {"utc", "UTC"},
    {"z", "UTC"},
};

std::string meant_by(std::string_view name) {
    std::string small(name);
    for (char& c : small) c = lower(c);
    for (const Abbreviation& each : abbreviations)
        if (small == each.name) return std::string(each.zone);
    const std::string written = as_written(name);
    if (TimeZone::find(written)) return written;
    if (name.find('/') != std::string_view::npos) return {};
    for (std::string_view region :
         {"Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/"})
        if (std::string zone = std::string(region) + written; TimeZone::find(zone)) return zone;
    return {};
}

} // namespace

std::string unknown_time_zone(std::string_view name) {
    std::string what = "there is no time zone \"" + std::string(name) + "\"; ";
    if (const std::string meant = meant_by(name); !meant.empty()) return what + "did you mean " + meant + "?";
    return what + "zones are named as in Europe/Berlin, UTC or +05:30";
}

} // namespace rowkit
