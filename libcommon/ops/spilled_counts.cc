// Counts of values past the limit of memory.
#include "ops/spilled_counts.h"

#include "ops/parallel.h"

#include <algorithm>

namespace rowkit::ops {

// A record's key is the count, so that the greatest one comes first; its bytes are the forms of the value and
// the value.
uint64_t SpilledCounts::count_of(const RunRecord& record) {
    uint64_t bytes;
    std::memcpy(&bytes, record.key.data(), sizeof bytes);
    return ~__builtin_bswap64(bytes);
}

KeyBytes SpilledCounts::key_of(const RunRecord& record) {
    KeyBytes key{record.bytes.data() + sizeof key.forms,
                 static_cast<uint32_t>(record.bytes.size() - sizeof key.forms), 0, 0};
    std::memcpy(&key.forms, record.bytes.data(), sizeof key.forms);
    return key;
}

void SpilledCounts::take(Groups& groups) {
    struct Value {
        uint64_t count;
        uint32_t group;
    };
    std::vector<Value> values;
    values.reserve(groups.size());
    uint64_t total = 0;
    Arena arena;
    Buffer bytes;
    for (uint32_t group = 0; group < groups.size(); ++group) {
        const auto count = groups.result(plan_, 0, group, arena, bytes).number().to_int64().value_or(0);
        values.push_back({static_cast<uint64_t>(count), group});
        total += static_cast<uint64_t>(count);
    }
    if (top_ && values.size() > top_) { // of these no more can be among the top of all
        std::ranges::nth_element(
            values, values.begin() + static_cast<std::ptrdiff_t>(top_), [&](const Value& a, const Value& b) {
                return a.count != b.count ? a.count > b.count
                                          : groups.table().first(a.group) < groups.table().first(b.group);
            });
        values.resize(top_);
    }
    auto maker = runs_.take();
    for (const Value& value : values) {
        const uint64_t order = __builtin_bswap64(~value.count);
        const KeyBytes key = groups.table().key(value.group);
        bytes.clear();
        bytes.append(reinterpret_cast<const char*>(&key.forms), sizeof key.forms);
        bytes.append(key.text());
        maker->add({reinterpret_cast<const char*>(&order), sizeof order}, groups.table().first(value.group),
                   bytes.view());
    }
    runs_.give_back(std::move(maker));
    std::lock_guard lock(mutex_);
    total_ += total;
}

/// What shares are reckoned from.
void SpilledCounts::sum_up() {
    sums_.resize(merged_->size());
    run_jobs(limits_.threads, sums_.size(), [&](size_t part) {
        for (RunMerge merge = merged_->part(part); !merge.at_end(); merge.next()) {
            ++sums_[part].values;
            sums_[part].counts += count_of(merge.record());
        }
    });
    uint64_t before = 0, values = top_ ? top_ : UINT64_MAX;
    for (size_t part = 0; part < sums_.size(); ++part) {
        Sum& sum = sums_[part];
        sum.before = before;
        if (sum.values > values) { // here the top ends
            sum = {values, 0, before};
            each(part, [&](const KeyBytes&, uint64_t count, uint64_t) { sum.counts += count; });
        }
        values -= sum.values;
        before += sum.counts;
    }
    left_ = total_ - before;
}

void SpilledCounts::merge(std::vector<SpilledPiece> pieces) {
    SpillMerge(plan_, limits_, [&](Groups& groups) { take(groups); }).run(std::move(pieces));
    merged_ = runs_.finish();
    sum_up();
}

} // namespace rowkit::ops
