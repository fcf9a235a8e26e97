// Which records of a stream the `-n` of rowhead and rowtail asks for, and the passing on of just those.
#include "ops/portion.h"

#include "base/error.h"
#include "base/resources.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace rowkit::ops {

Portion Portion::parse(std::string_view text, Kind bare, Kind negative) {
    Portion portion{bare, 0};
    std::string_view digits = text;
    if (digits.starts_with('-')) portion.kind = negative;
    if (digits.starts_with('+')) portion.kind = from;
    if (portion.kind != bare || digits.starts_with('-')) digits.remove_prefix(1);
    auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), portion.count);
    if (problem == std::errc::result_out_of_range && digits.find_first_not_of("0123456789") == digits.npos)
        portion.count = UINT64_MAX;
    else if (problem != std::errc() || end != digits.data() + digits.size())
        throw usage_error(fmt::format("-n: \"{}\" is not a number of records", text),
                          "-n 10, -n -10 or -n +10");
    if (portion.kind == all_but_last && portion.count == 0) portion = {from, 1};
    return portion;
}

bool PortionScan::take(const Batch& batch, Writer& out) {
    const size_t size = batch.size();
    size_t from = 0, to = size; // written
    switch (portion_.kind) {
    case Portion::first:
        to = std::min<uint64_t>(size, portion_.count - passed_);
        break;
    case Portion::from:
        if (passed_ + 1 < portion_.count) from = std::min<uint64_t>(size, portion_.count - 1 - passed_);
        break;
    case Portion::last:
    case Portion::all_but_last: {
        // All but the last `count` of those held and those here are decided.
        const bool drops = portion_.kind == Portion::last;
        const uint64_t all = held_.size() + size;
        const uint64_t decided = all > portion_.count ? all - portion_.count : 0;
        const uint64_t of_held = std::min(decided, held_.size());
        if (drops) held_.drop(of_held);
        else held_.write(of_held, out);
        to = decided - of_held;
        held_.add(batch, Records::range(to, size), out);
        if (drops) return true;
        break;
    }
    }
    passed_ += size;
    out.keep_only(batch, Records::range(from, to));
    if (size) wrote_last_ = from < to && to == size;
    if (wrote_last_) out.keep_trailing(batch);
    return portion_.kind != Portion::first || passed_ < portion_.count;
}

void PortionScan::finish(Writer& out) {
    if (portion_.kind == Portion::last) held_.write(held_.size(), out);
}

void PortionChoice::check(Portion::Kind bare, Portion::Kind negative, const ResolveOptions& options,
                          uint64_t memory) {
    portion = Portion::parse(count, bare, negative);
    if (by) grouped.emplace(portion, *by, options, memory_to_use(memory));
    else scan.emplace(portion);
}

} // namespace rowkit::ops
