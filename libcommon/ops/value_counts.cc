// How often each value comes in each group.
#include "ops/value_counts.h"

#include "expr/coerce.h"

#include <algorithm>

namespace rowkit::ops {

void ValueCounts::count(uint32_t group, std::string_view text, Form form, uint64_t times,
                        const First& first) {
    key_.assign(reinterpret_cast<const char*>(&group), sizeof group);
    key_.append(text);
    const KeyBytes key{key_.data(), static_cast<uint32_t>(key_.size()), seeded_hash(key_),
                       static_cast<uint64_t>(form)};
    const uint32_t entry = table_.find_or_add(key, first.position);
    if (entry == counts_.size()) counts_.emplace_back();
    counts_[entry].times += times;
    counts_[entry].first = std::min(counts_[entry].first, first);
    sealed_ = false;
}

void ValueCounts::add(const AggregatorInput& in) {
    keys_.clear();
    positions_.clear();
    for (uint32_t row : in.rows) {
        const expr::Value& value = in.value(row);
        if (value.is_null()) continue;
        const Cell cell = expr::cell_of(value, *in.arena, *in.scratch);
        const uint32_t group = in.groups[row];
        const auto size = static_cast<uint32_t>(sizeof group + cell.size);
        char* const key = in.arena->room(size);
        std::memcpy(key, &group, sizeof group);
        if (cell.size) std::memcpy(key + sizeof group, cell.data, cell.size);
        keys_.push_back({key, size, 0, static_cast<uint64_t>(cell.form)});
        positions_.push_back(in.position + row);
    }
    for (KeyBytes& key : keys_) key.hash = seeded_hash(key.text());
    entries_.resize(keys_.size());
    table_.find_or_add(keys_, positions_.data(), entries_.data());
    counts_.resize(table_.size());
    for (size_t i = 0; i < keys_.size(); ++i) {
        Counted& counted = counts_[entries_[i]];
        ++counted.times;
        counted.first = std::min(counted.first, First{positions_[i]});
    }
    sealed_ = false;
}

/// A counting sort of the entries by their groups. What is in memory of a group that has runs becomes one, too: after this,
/// nothing more may come for it unless it is the only group.
void ValueCounts::seal() {
    if (sealed_) return;
    if (runs_ && groups_ == 1) spill_values(runs_->limits());
    auto group_of = [&](uint32_t entry) {
        uint32_t group;
        std::memcpy(&group, table_.key(entry).data, sizeof group);
        return group;
    };
    starts_.assign(groups_ + 1, 0);
    by_group_.resize(table_.size());
    for (uint32_t entry = 0; entry < table_.size(); ++entry) ++starts_[group_of(entry) + 1];
    for (size_t i = 0; i < groups_; ++i) starts_[i + 1] += starts_[i];
    std::vector<uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (uint32_t entry = 0; entry < table_.size(); ++entry) by_group_[next[group_of(entry)]++] = entry;
    if (runs_) {
        if (starts_[1] > 0) write_run({by_group_.begin(), by_group_.begin() + starts_[1]});
        starts_[0] = starts_[1];
        runs_->settle();
    }
    sealed_ = true;
}

ValueCounts::Entry ValueCounts::entry(uint32_t number) const {
    const KeyBytes key = table_.key(number);
    return {key.text().substr(sizeof(uint32_t)), static_cast<Form>(key.forms), counts_[number].times,
            counts_[number].first};
}

/// Appends a run of entries, which are those of group 0.
void ValueCounts::write_run(std::vector<uint32_t> entries) {
    std::ranges::sort(entries, {}, [&](uint32_t number) { return entry(number).text; });
    RunWriter run = runs_->begin();
    Buffer bytes;
    for (uint32_t number : entries) {
        const Entry each = entry(number);
        bytes.clear();
        append_varint(each.count, bytes);
        append_varint(static_cast<uint64_t>(each.form), bytes);
        append_varint(each.first.position, bytes);
        append_varint(each.first.number, bytes);
        run.add({each.text, each.first.position, bytes.view()});
    }
    runs_->end(run);
}

void ValueCounts::spill_values(const GroupLimits& limits) {
    if (table_.size() == 0) return;
    if (!runs_) runs_ = std::make_unique<ValueRuns>(limits);
    write_run(expr::all_rows(table_.size()));
    table_ = GroupTable();
    counts_ = std::vector<Counted>(); // {} would keep the memory
    by_group_ = std::vector<uint32_t>();
    sealed_ = false;
}

uint64_t ValueCounts::distinct(uint32_t group) const {
    if (!is_spilled(group)) return starts_[group + 1] - starts_[group];
    uint64_t distinct = 0;
    each(group, [&](const Entry&) { ++distinct; });
    return distinct;
}

void ValueCounts::each(uint32_t group, const std::function<void(const Entry&)>& use) const {
    if (!is_spilled(group)) {
        for (uint32_t i = starts_[group]; i < starts_[group + 1]; ++i) use(entry(by_group_[i]));
        return;
    }
    std::string text;
    Entry whole{};
    for (RunMerge merge = runs_->read(); !merge.at_end(); merge.next()) {
        const RunRecord& record = merge.record();
        StateBytes bytes(record.bytes);
        Entry part{record.key, Form::plain, bytes.integer(), {}};
        part.form = static_cast<Form>(bytes.integer());
        part.first.position = bytes.integer();
        part.first.number = bytes.integer();
        if (whole.count && record.key == text) {
            whole.count += part.count;
            if (part.first < whole.first) whole.first = part.first, whole.form = part.form;
            continue;
        }
        if (whole.count) use(whole);
        text = record.key;
        whole = part;
        whole.text = text;
    }
    if (whole.count) use(whole);
}

/// Those of a group in the order of their first appearance.
std::vector<ValueCounts::Entry> ValueCounts::in_order(uint32_t group) const {
    std::vector<Entry> entries;
    each(group, [&](const Entry& entry) { entries.push_back(entry); });
    std::ranges::sort(entries, {}, &Entry::first);
    return entries;
}

void ValueCounts::merge(Aggregator& other, std::span<const uint32_t> from, const uint32_t* into) {
    auto& theirs = static_cast<ValueCounts&>(other);
    for (size_t i = 0; i < from.size(); ++i) {
        if (theirs.is_spilled(from[i])) {
            if (into[i] != 0) throw past_memory();
            if (runs_) runs_->take(std::move(*theirs.runs_));
            else runs_ = std::move(theirs.runs_);
            sealed_ = false;
        }
        for (uint32_t k = theirs.starts_[from[i]]; k < theirs.starts_[from[i] + 1]; ++k) {
            const uint32_t entry = theirs.by_group_[k];
            const KeyBytes key = theirs.table_.key(entry);
            count(into[i], key.text().substr(sizeof(uint32_t)), static_cast<Form>(key.forms),
                  theirs.counts_[entry].times, theirs.counts_[entry].first);
        }
    }
}

void ValueCounts::write(uint32_t group, StateWriter& out) const {
    if (is_spilled(group)) throw past_memory();
    out.integer(distinct(group));
    const auto put = [&](const Entry& entry) {
        out.position(entry.first.position);
        out.position(entry.first.number);
        out.integer(entry.count);
        out.integer(static_cast<uint64_t>(entry.form));
        out.text(entry.text);
    };
    if (out.is_bytes()) return each(group, put); // which hold places; text is in their order
    for (const Entry& entry : in_order(group)) put(entry);
}

void ValueCounts::read(uint32_t group, StateReader& in) {
    const uint64_t all = in.integer();
    for (uint64_t i = 0; i < all; ++i) {
        First first{in.position(), i};
        if (in.has_positions()) first.number = in.position();
        const uint64_t times = in.integer();
        const auto form = static_cast<Form>(in.integer() & 0xF);
        count(group, in.text(), form, times, first);
    }
}

} // namespace rowkit::ops
