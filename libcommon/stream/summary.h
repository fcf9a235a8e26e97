// What a run did, as one JSON object.
#pragma once

#include "stream/ordered.h"
#include "stream/settings.h"

#include <chrono>
#include <string_view>

namespace rowkit {

/// Writes the object to where --summary says, if it was given; once.
class Summary {
public:
    explicit Summary(const Settings& settings) : settings_(settings) {}

    /// `exit_code`: 0, or that of the error which ended the run. `more`: members of the tool's own, each
    /// after a comma.
    void write(const Totals& totals, uint64_t bad, uint64_t bytes_out, int exit_code,
               std::string_view more = {});

private:
    const Settings& settings_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

} // namespace rowkit
