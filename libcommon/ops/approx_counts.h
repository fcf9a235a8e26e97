// About how often values come, in bounded memory.
#pragma once

#include "expr/evaluate.h"
#include "ops/group_keys.h"
#include "stream/stage.h"

#include <memory>
#include <span>
#include <vector>

namespace rowkit::ops {

/// Counters for the values that come most (J. Misra, D. Gries, "Finding repeated elements", 1982): where
/// there are `counters` of them, the median is taken off all and those that reach zero are let go. So at
/// least half of them lose the median each time, and no count is too low by more than 2 / counters of all
/// records. Records come in order, so the result depends on them alone.
class ApproxCounts {
public:
    static constexpr size_t counters = 200'000;
    /// No count is too low by more than one in so many records.
    static constexpr size_t one_in = counters / 2;

    ApproxCounts(std::span<const KeyPart> parts, const Header& header);

    void add(const Batch& batch, const Place& place);

    size_t size() const { return counts_.size(); }
    KeyBytes key(uint32_t value) const { return table_.key(value); }
    /// At least so often.
    uint64_t count(uint32_t value) const { return counts_[value]; }
    /// And at most so many times more.
    uint64_t missed() const { return missed_; }
    uint64_t total() const { return total_; }

private:
    GroupKeys& keys_for(const Header& header);
    void add(std::span<const KeyBytes> keys);
    void let_go();

    std::span<const KeyPart> parts_;
    const Header& header_;
    GroupKeys keys_;
    Header other_header_; // JSON objects that are not alike come under headers of their own
    std::unique_ptr<GroupKeys> other_;
    GroupTable table_;
    std::vector<uint64_t> counts_; // by value of table_
    uint64_t total_ = 0, missed_ = 0;
    std::vector<KeyBytes> chunk_;
    std::vector<uint32_t> values_;
};

} // namespace rowkit::ops
