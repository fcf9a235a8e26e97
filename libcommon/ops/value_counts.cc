// How often each value comes in each group.
#include "ops/value_counts.h"

#include "expr/coerce.h"
#include "ops/kept_value.h"
#include "ops/parallel.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr size_t most_in_one = 50'000; // entries that one table has

} // namespace

void ValueCounts::add(const AggregatorInput& in) {
    keys_.clear();
    table_of_.clear();
    positions_.clear();
    for (uint32_t row : in.rows) {
        const expr::Value& value = in.value(row);
        if (value.is_null()) continue;
        const Cell cell = expr::cell_of(value, *in.arena, *in.scratch);
        char* const room = in.arena->room(CountTable::key_lead + cell.size);
        const uint64_t hash = seeded_hash(cell.raw());
        keys_.push_back(CountTable::key(in.groups[row], cell.raw(), kept_form(value, cell), hash, room));
        table_of_.push_back(static_cast<uint8_t>(table_of(hash)));
        positions_.push_back(in.position + row);
    }
    sealed_ = false;
    if (tables_.size() == 1) {
        tables_[0].count(keys_, positions_.data());
        if (tables_[0].size() > most_in_one) split();
        return;
    }
    // A counting sort by table.
    uint32_t starts[many_tables + 1] = {};
    for (uint8_t table : table_of_) ++starts[table + 1];
    for (size_t i = 0; i < many_tables; ++i) starts[i + 1] += starts[i];
    sorted_keys_.resize(keys_.size());
    sorted_positions_.resize(keys_.size());
    uint32_t next[many_tables];
    std::copy_n(starts, many_tables, next);
    for (size_t i = 0; i < keys_.size(); ++i) {
        const uint32_t at = next[table_of_[i]]++;
        sorted_keys_[at] = keys_[i];
        sorted_positions_[at] = positions_[i];
    }
    for (size_t i = 0; i < many_tables; ++i)
        tables_[i].count({sorted_keys_.data() + starts[i], starts[i + 1] - starts[i]},
                         sorted_positions_.data() + starts[i]);
}

/// Has the entries in many tables from now on.
void ValueCounts::split() {
    const Tables one = std::exchange(tables_, Tables(many_tables));
    for (uint32_t number = 0; number < one[0].size(); ++number)
        count(one[0].group(number), one[0].entry(number), one[0].text_hash(number));
}

uint64_t ValueCounts::bytes() const {
    uint64_t bytes = 0;
    for (const CountTable& table : tables_) bytes += table.bytes();
    return bytes;
}

/// What is in memory of a group that has runs becomes one, too: after this, nothing more may come for it
/// unless it is the only group.
void ValueCounts::seal() {
    if (sealed_) return;
    if (runs_ && groups_ == 1) spill_values(runs_->limits());
    for (CountTable& table : tables_) table.seal(groups_);
    if (runs_) {
        write_run(0);
        for (CountTable& table : tables_) table.forget(0);
        runs_->settle();
    }
    sealed_ = true;
}

/// Appends a run of what is in memory of a group.
void ValueCounts::write_run(uint32_t group) {
    struct Place {
        std::string_view text;
        uint32_t table, number;
    };
    std::vector<Place> places;
    for (uint32_t table = 0; table < tables_.size(); ++table)
        for (uint32_t number : tables_[table].of(group))
            places.push_back({tables_[table].entry(number).text, table, number});
    if (places.empty()) return;
    std::ranges::sort(places, {}, &Place::text);
    RunWriter run = runs_->begin();
    Buffer bytes;
    for (const Place& place : places) {
        const Entry entry = tables_[place.table].entry(place.number);
        bytes.clear();
        append_varint(entry.count, bytes);
        append_varint(static_cast<uint64_t>(entry.form), bytes);
        append_varint(entry.first.position, bytes);
        append_varint(entry.first.number, bytes);
        run.add({entry.text, entry.first.position, bytes.view()});
    }
    runs_->end(run);
}

bool ValueCounts::spill_values(const SpillLimits& limits) {
    if (!runs_) runs_ = std::make_unique<ValueRuns>(limits);
    for (CountTable& table : tables_) table.seal(1);
    write_run(0);
    tables_ = Tables(1);
    sealed_ = false;
    return true;
}

uint64_t ValueCounts::distinct(uint32_t group) const {
    uint64_t distinct = 0;
    if (is_spilled(group))
        each(group, [&](const Entry&) { ++distinct; });
    else
        for (const CountTable& table : tables_) distinct += table.of(group).size();
    return distinct;
}

void ValueCounts::each(uint32_t group, const std::function<void(const Entry&)>& use) const {
    if (!is_spilled(group)) {
        for (const CountTable& table : tables_)
            for (uint32_t number : table.of(group)) use(table.entry(number));
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
std::vector<ValueCounts::Entry> ValueCounts::in_order(uint32_t group, Arena& texts) const {
    std::vector<Entry> entries;
    each(group, [&](const Entry& entry) {
        entries.push_back(entry);
        if (is_spilled(group)) entries.back().text = texts.copy(entry.text);
    });
    std::ranges::sort(entries, {}, &Entry::first);
    return entries;
}

void ValueCounts::take_runs(ValueCounts& other, uint32_t into) {
    if (into != 0) throw past_memory();
    if (runs_)
        runs_->take(std::move(*other.runs_));
    else
        runs_ = std::move(other.runs_);
}

void ValueCounts::merge(Aggregator& other, std::span<const uint32_t> from, const uint32_t* into) {
    auto& theirs = static_cast<ValueCounts&>(other);
    sealed_ = false;
    for (size_t i = 0; i < from.size(); ++i) {
        if (theirs.is_spilled(from[i])) take_runs(theirs, into[i]);
        for (const CountTable& table : theirs.tables_)
            for (uint32_t number : table.of(from[i]))
                count(into[i], table.entry(number), table.text_hash(number));
    }
}

/// Each thread fills one of the tables with its share of what all others hold.
void ValueCounts::merge_all(std::span<Aggregator* const> others, std::span<const std::vector<uint32_t>> into,
                            unsigned threads) {
    size_t entries = 0;
    const auto tables = [&](size_t i) -> Tables& { return static_cast<ValueCounts*>(others[i])->tables_; };
    for (size_t i = 0; i < others.size(); ++i)
        for (const CountTable& table : tables(i)) entries += table.size();
    if (entries < most_in_one || threads == 1 || bytes() > 0)
        return Aggregator::merge_all(others, into, threads);
    for (size_t i = 0; i < others.size(); ++i)
        if (auto& theirs = static_cast<ValueCounts&>(*others[i]); theirs.runs_) take_runs(theirs, into[i][0]);
    sealed_ = false;
    tables_ = Tables(many_tables);
    run_jobs(threads, tables_.size(), [&](size_t mine) {
        for (size_t i = 0; i < others.size(); ++i) {
            const bool split = tables(i).size() > 1;
            CountTable& table = tables(i)[split ? mine : 0];
            for (uint32_t number = 0; number < table.size(); ++number)
                if (const uint64_t hash = table.text_hash(number); split || table_of(hash) == mine)
                    tables_[mine].count(into[i][table.group(number)], table.entry(number), hash);
            if (split) table = CountTable(); // its memory serves the next one
        }
    });
}

void ValueCounts::write(uint32_t group, StateWriter& out) const {
    if (is_spilled(group)) runs_->check_fits(runs_->bytes());
    out.integer(distinct(group));
    const auto put = [&](const Entry& entry) {
        out.position(entry.first.position);
        out.position(entry.first.number);
        out.integer(entry.count);
        out.integer(static_cast<uint64_t>(entry.form));
        out.text(entry.text);
    };
    if (out.is_bytes()) return each(group, put); // which hold places; text is in their order
    Arena texts;
    for (const Entry& entry : in_order(group, texts)) put(entry);
}

void ValueCounts::read(uint32_t group, StateReader& in) {
    const uint64_t all = in.integer();
    sealed_ = false;
    for (uint64_t i = 0; i < all; ++i) {
        Entry entry{{}, Form::plain, 0, {in.position(), i}};
        if (in.has_positions()) entry.first.number = in.position();
        entry.count = in.integer();
        entry.form = static_cast<Form>(in.integer() & 0xF);
        entry.text = in.text();
        count(group, entry, seeded_hash(entry.text));
    }
}

} // namespace rowkit::ops
