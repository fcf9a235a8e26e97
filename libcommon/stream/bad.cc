// Bad records: refused, or set aside so that they can be mended and replayed.
#include "stream/bad.h"

#include "base/error.h"
#include "base/message.h"
#include "codec/json_text.h"
#include "codec/scan.h"

#include <fmt/core.h>

namespace rowkit {

/// An empty file of rejects says that there were none.
BadRecords::BadRecords(const Settings& settings, unsigned runs) : settings_(settings), runs_(runs) {
    if (!settings_.rejects.empty()) rejects_ = open_sink({.path = settings_.rejects});
}

uint64_t BadRecords::count() const {
    std::lock_guard lock(mutex_);
    return count_;
}

void BadRecords::add(const BadRecord& bad, std::string_view text, const std::string& file, uint64_t line,
                     uint64_t offset) {
    line += count_lines(text.substr(0, bad.offset));
    const std::string where = fmt::format("{}:{}", file, line);
    if (settings_.read.on_bad != OnBad::skip || bad.truncated)
        throw Error(Exit::bad_data, where, bad.reason, bad.hint);
    std::lock_guard lock(mutex_);
    if (count_++ == 0) first_ = where + ": " + bad.reason;
    if (settings_.max_bad && count_ > *settings_.max_bad)
        throw Error(Exit::bad_data, where,
                    fmt::format("{}; more bad records than --max-bad {}", bad.reason, *settings_.max_bad));
    if (!rejects_) return;
    Buffer row;
    auto add_text = [&row](std::string_view key, std::string_view value) {
        row.append(key);
        append_json_string(value, row);
    };
    add_text("{\"tool\":", settings_.tool);
    add_text(",\"file\":", file);
    row.append(fmt::format(",\"line\":{},\"offset\":{}", line, offset + bad.offset));
    add_text(",\"reason\":", bad.reason);
    add_text(",\"raw\":", text.substr(bad.offset, bad.size));
    row.append("}\n");
    rejects_->write(row.view());
}

void BadRecords::finish(uint64_t records) {
    std::lock_guard lock(mutex_);
    records_ += records;
    if (--runs_) return;
    if (rejects_) rejects_->commit();
    if (settings_.max_bad_percent && static_cast<double>(count_) * 100 >
                                         *settings_.max_bad_percent * static_cast<double>(count_ + records_))
        throw Error(Exit::bad_data, {},
                    fmt::format("{} of {} records are bad, more than --max-bad {}%", count_,
                                count_ + records_, *settings_.max_bad_percent));
    if (count_ && settings_.rejects.empty())
        print_message(settings_.tool, fmt::format("{} bad {} left out, the first {}", count_,
                                                  count_ == 1 ? "record" : "records", first_));
}

} // namespace rowkit
