// The end of a grouping that went past the limit of memory.
#include "ops/spilled_output.h"

#include "expr/coerce.h"
#include "ops/parallel.h"
#include "ops/partial.h"
#include "ops/record_keys.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr uint64_t part_bytes = 256 << 10;

} // namespace

void append_order_key(const KeyBytes& key, uint64_t first, size_t parts, GroupOrder order, Arena& arena, Buffer& out) {
    if (order == GroupOrder::key) {
        Buffer scratch, unused;
        for (size_t i = 0; i < parts; ++i)
            append_key(SortKey{}, expr::value_of(key_cell(key, i, parts, scratch), arena, unused), arena, unused, out);
    }
    const uint64_t bytes = __builtin_bswap64(first);
    out.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
}

SpilledOutput::Made SpilledOutput::take_made() {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) {
        Made made;
        made.file = std::make_shared<FrameFile>(limits_.tmpdir);
        return made;
    }
    Made made = std::move(idle_.back());
    idle_.pop_back();
    return made;
}

void SpilledOutput::give_back(Made&& made) {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(made));
}

void SpilledOutput::end_run(Made& made) const {
    if (made.records.empty()) return;
    std::ranges::sort(made.records, comes_before);
    RunWriter writer(made.file, limits_.frame_bytes());
    for (const RunRecord& record : made.records) writer.add(record);
    made.runs.push_back(writer.finish());
    made.records.clear();
    made.slabs.clear();
}

/// Makes the records of groups that are whole.
void SpilledOutput::make_records(Groups& groups, Made& made, const Writer& out) const {
    groups.seal();
    GroupRecords records(plan_, writing_.partial);
    Output aside;
    Writer writer = out.aside(aside);
    std::vector<uint32_t> ends;
    Arena arena;
    Buffer key, states;
    for (uint32_t from = 0; from < groups.size(); from += GroupRecords::chunk) {
        const auto to = static_cast<uint32_t>(std::min<size_t>(from + GroupRecords::chunk, groups.size()));
        for (uint32_t group = from; group < to; ++group) records.add(groups, group);
        aside.bytes.clear();
        ends.clear();
        records.write_each(writer, aside, ends);
        arena.clear();
        for (uint32_t group = from; group < to; ++group) {
            const size_t begin = group == from ? 0 : ends[group - from - 1];
            key.clear();
            const uint64_t first = groups.table().first(group);
            append_order_key(groups.table().key(group), first, plan_.keys.size(), writing_.order, arena, key);
            made.records.push_back({made.slabs.copy(key.view()), first,
                                    made.slabs.copy(aside.bytes.view().substr(begin, ends[group - from] - begin))});
        }
        if (made.slabs.used() + made.records.size() * sizeof(RunRecord) > share()) end_run(made);
    }
    if (!writing_.totals) return;
    if (!made.total) made.total = std::make_unique<Groups>(plan_);
    made.total->add_all_of(groups);
}

void SpilledOutput::merge(std::vector<SortedRun> runs, const Writer& out) {
    {
        const MergeParts parts(limits_.merged_down(std::move(runs)), std::max(part_bytes, share()), true);
        run_jobs(limits_.threads, parts.size(), [&](size_t number) {
            Made made = take_made();
            auto groups = std::make_unique<Groups>(plan_);
            std::string last;
            for (RunMerge merge = parts.part(number); !merge.at_end(); merge.next()) {
                const RunRecord& record = merge.record();
                if (record.key != last) {
                    if (groups->bytes() > share()) {
                        make_records(*groups, made, out);
                        groups = std::make_unique<Groups>(plan_);
                    }
                    last = record.key;
                }
                read_spilled(record, *groups);
            }
            make_records(*groups, made, out);
            give_back(std::move(made));
        });
    }
    std::vector<SortedRun> made_runs;
    run_jobs(limits_.threads, idle_.size(), [&](size_t i) {
        end_run(idle_[i]);
        idle_[i].slabs = {};
    });
    for (Made& made : idle_) {
        std::ranges::move(made.runs, std::back_inserter(made_runs));
        if (!made.total) continue;
        if (!total_) total_ = std::move(made.total);
        else total_->add_all_of(*made.total);
    }
    idle_.clear();
    if (total_) total_->seal();
    parts_ = std::make_unique<MergeParts>(limits_.merged_down(std::move(made_runs)), part_bytes, false);
}

bool SpilledOutput::write_part(uint64_t number, Writer& out) const {
    if (number < parts_->size()) {
        for (RunMerge merge = parts_->part(number); !merge.at_end(); merge.next()) out.encoded(merge.record().bytes, 1);
        return true;
    }
    if (number > parts_->size() || !total_) return false;
    GroupRecords records(plan_, false);
    records.add(*total_, 0, true);
    records.write(out);
    return true;
}

} // namespace rowkit::ops
