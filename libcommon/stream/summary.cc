// What a run did, as one JSON object.
#include "stream/summary.h"

#include "base/resources.h"
#include "io/sink.h"

#include <fmt/core.h>

#include <unistd.h>

namespace rowkit {

void Summary::write(const Totals& totals, uint64_t bad, uint64_t bytes_out, int exit_code,
                    std::string_view more) {
    if (!settings_.summary) return;
    std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began_;
    std::string text =
        fmt::format("{{\"tool\":\"{}\",\"records_in\":{},\"records_out\":{},\"bad\":{},\"bytes_in\":{},"
                    "\"bytes_out\":{},\"seconds\":{:.6f},\"peak_memory\":{},\"exit\":{}{}}}\n",
                    settings_.tool, totals.records_in, totals.records_out, bad, totals.bytes_in, bytes_out,
                    seconds.count(), peak_memory(), exit_code, more);
    if (settings_.summary->empty()) {
        [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
        return;
    }
    auto sink = open_sink({.path = *settings_.summary});
    sink->write(text);
    sink->commit();
}

} // namespace rowkit
