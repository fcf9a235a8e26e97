// How often each value comes in each group.
#pragma once

#include "ops/aggregator.h"
#include "ops/count_table.h"
#include "ops/value_runs.h"

#include <functional>
#include <memory>
#include <vector>

namespace rowkit::ops {

/// Counts values by group and text, for all groups together. Of group 0, values may be in temporary files.
class ValueCounts final : public Aggregator {
public:
    using First = CountTable::First;
    using Entry = CountTable::Entry;

    void grow(size_t groups) override { groups_ = groups; }
    void add(const AggregatorInput& in) override;
    void merge(Aggregator& other, std::span<const uint32_t> from, const uint32_t* into) override;
    void merge_all(std::span<Aggregator* const> others, std::span<const std::vector<uint32_t>> into,
                   unsigned threads) override;
    void write(uint32_t group, StateWriter& out) const override;
    void read(uint32_t group, StateReader& in) override;
    uint64_t bytes() const override;
    void seal() override;
    bool spill_values(const SpillLimits& limits) override;

    // After seal().
    uint64_t distinct(uint32_t group) const;
    /// Calls `use` for each value of a group, in any order; its text is valid during the call.
    void each(uint32_t group, const std::function<void(const Entry&)>& use) const;

private:
    using Tables = std::vector<CountTable>;
    size_t table_of(uint64_t hash) const { return tables_.size() == 1 ? 0 : hash >> (64 - table_bits); }
    void count(uint32_t group, const Entry& entry, uint64_t hash) {
        tables_[table_of(hash)].count(group, entry, hash);
    }
    void split();
    void take_runs(ValueCounts& other, uint32_t into);
    std::vector<Entry> in_order(uint32_t group, Arena& texts) const;
    void write_run(uint32_t group);
    bool is_spilled(uint32_t group) const { return group == 0 && runs_; }

    static constexpr unsigned table_bits = 4;
    static constexpr size_t many_tables = size_t{1} << table_bits;

    size_t groups_ = 0;
    Tables tables_ =
        Tables(1); // one; from many entries on 2^table_bits, by the first bits of the texts' hashes
    bool sealed_ = false;
    std::unique_ptr<ValueRuns> runs_; // of group 0, by text
    // Of a chunk, table by table.
    std::vector<KeyBytes> keys_, sorted_keys_;
    std::vector<uint8_t> table_of_;
    std::vector<uint64_t> positions_, sorted_positions_;
};

} // namespace rowkit::ops
