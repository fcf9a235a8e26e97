// The end of a grouping that went past the limit of memory.
#include "ops/spilled_output.h"

#include "expr/coerce.h"
#include "ops/record_keys.h"

#include <algorithm>

namespace rowkit::ops {

void append_order_key(const KeyBytes& key, std::span<const KeyPart> parts, GroupOrder order, Arena& arena,
                      Buffer& out) {
    if (order == GroupOrder::first_appearance) return;
    Buffer scratch;
    for (size_t i = 0; i < parts.size(); ++i) {
        SortKey by;
        if (parts[i].type == expr::Type::text) by.order = KeyOrder::text;
        append_key(by, key_value(key, i, parts.size(), arena), arena, scratch, out);
    }
}

/// Takes the groups, of which records were made.
void SpilledOutput::add_to_total(Groups& groups) {
    std::lock_guard lock(mutex_);
    if (!total_) total_ = std::make_unique<Groups>(plan_);
    for (uint32_t group = 0; group < groups.size(); ++group) total_->take_all_of(groups, group);
    total_->limit(limits_.for_merging(), limits_);
}

/// Makes the records of groups that are whole.
void SpilledOutput::make_records(Groups& groups, const Writer& out) {
    groups.seal();
    auto maker = runs_.take();
    GroupRecords records(plan_, writing_.partial);
    Output aside;
    Writer writer = out.aside(aside);
    std::vector<uint32_t> ends;
    Arena arena;
    Buffer key;
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
            append_order_key(groups.table().key(group), plan_.keys, writing_.order, arena, key);
            maker->add(key.view(), groups.table().first(group),
                       aside.bytes.view().substr(begin, ends[group - from] - begin));
        }
    }
    runs_.give_back(std::move(maker));
    {
        std::lock_guard lock(mutex_);
        std::ranges::move(aside.notes, std::back_inserter(notes_));
    }
    if (writing_.totals) add_to_total(groups);
}

void SpilledOutput::merge(std::vector<SpilledPiece> pieces, const Writer& out) {
    SpillMerge(plan_, limits_, [&](Groups& groups) { make_records(groups, out); }).run(std::move(pieces));
    if (total_) total_->seal();
    parts_ = runs_.finish();
}

bool SpilledOutput::write_part(uint64_t number, Writer& out) const {
    if (number == 0)
        for (const Note& note : notes_) out.note(note);
    if (number < parts_->size()) {
        for (RunMerge merge = parts_->part(number); !merge.at_end(); merge.next())
            out.encoded(merge.record().bytes, 1);
        return true;
    }
    if (number > parts_->size() || !total_) return false;
    GroupRecords records(plan_, false);
    records.add(*total_, 0, true);
    records.write(out);
    return true;
}

} // namespace rowkit::ops
