// What rowuniq writes when all records have been seen.
#include "ops/parallel.h"
#include "ops/uniq.h"
#include "ops/uniq_overflow.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr uint64_t part_records = 4096, part_bytes = 512 << 10;

} // namespace

void UniqRecords::finish(Writer& out) {
    if (options_.sorted) {
        if (options_.holds()) end_run(out, trailing_.empty());
        return;
    }
    if (overflows_) return finish_overflow();
    if (!options_.holds()) return;
    // Parts are ranges of the input's blocks, so that each shard can tell by itself what it has for them.
    uint64_t keys = 0;
    for (const auto& shard : shards_) keys += shard->size();
    blocks_per_part_ = std::max<uint64_t>(blocks_ * part_records / std::max<uint64_t>(keys, 1), 1);
    parts_ = (blocks_ + blocks_per_part_ - 1) / blocks_per_part_;
    held_.resize(shards_.size());
    starts_.resize(shards_.size());
    run_jobs(options_.limits.threads, shards_.size(), [&](size_t number) {
        std::vector<const UniqShard::Held*>& held = held_[number] = shards_[number]->wanted();
        std::vector<uint32_t>& starts = starts_[number];
        starts.reserve(parts_ + 1);
        for (uint32_t i = 0; i < held.size(); ++i)
            while (starts.size() <= piece_of(held[i]->origin) / blocks_per_part_) starts.push_back(i);
        starts.resize(parts_ + 1, static_cast<uint32_t>(held.size()));
    });
    for (const auto& held : held_)
        if (!held.empty() && (last_origin_ == UINT64_MAX || held.back()->origin > last_origin_))
            last_origin_ = held.back()->origin;
}

/// Has all that is written from now on in runs.
void UniqRecords::finish_overflow() {
    run_jobs(options_.limits.threads, shards_.size(), [&](size_t number) {
        if (options_.holds()) shards_[number]->put_held();
        shards_[number]->forget();
    });
    pool_.trim();
    const uint64_t at_once =
        std::max<uint64_t>(options_.memory_for_keys() / options_.limits.threads, 1 << 20);
    std::vector<std::vector<SortedRun>> of_shards(shards_.size());
    run_jobs(options_.limits.threads, shards_.size(),
             [&](size_t number) { of_shards[number] = resolve(options_, *shards_[number], at_once); });
    std::vector<SortedRun> runs;
    for (std::vector<SortedRun>& some : of_shards) std::ranges::move(some, std::back_inserter(runs));
    const size_t frame = options_.frame_bytes();
    runs = merge_down(std::move(runs),
                      std::max<size_t>(options_.limits.memory / (4 * options_.limits.threads * frame), 40),
                      frame, options_.limits.threads, options_.limits.tmpdir);
    const uint64_t part = std::max<uint64_t>(part_bytes, 2 * runs.size() * frame);
    merged_ = std::make_unique<MergeParts>(std::move(runs), part, false);
    parts_ = merged_->size();
}

/// `last`: nothing follows.
void UniqRecords::write(std::string_view record, bool last, uint64_t origin, Writer& out) const {
    if (last && origin == unended_) record.remove_suffix(newline_.size());
    out.encoded(record, 1);
}

void UniqRecords::write_merged(uint64_t part, Writer& out) const {
    const bool last = part + 1 == parts_ && trailing_.empty();
    for (RunMerge merge = merged_->part(part); !merge.at_end(); merge.next())
        write(merge.record().bytes, last && merge.at_last(), merge.record().origin, out);
}

void UniqRecords::write_part(uint64_t part, Writer& out) const {
    struct Place {
        uint64_t origin;
        const UniqShard::Held* held;
    };
    std::vector<Place> places;
    for (size_t shard = 0; shard < held_.size(); ++shard)
        for (uint32_t i = starts_[shard][part]; i < starts_[shard][part + 1]; ++i)
            places.push_back({held_[shard][i]->origin, held_[shard][i]});
    std::ranges::sort(places, {}, &Place::origin);
    Buffer made;
    for (const Place& place : places)
        write(numbered(options_, place.held->record(), place.held->count, made),
              place.origin == last_origin_ && trailing_.empty(), place.origin, out);
}

bool UniqRecords::release_part(uint64_t number, uint64_t blocks, Writer& out) {
    if (!overflows_ || options_.holds()) return false;
    if (number == 0) finish_overflow();
    if (number >= parts_) return false;
    for (RunMerge merge = merged_->part(number); !merge.at_end(); merge.next())
        if (piece_of(merge.record().origin) < blocks) out.encoded(merge.record().bytes, 1);
    return true;
}

bool UniqRecords::part(uint64_t number, Writer& out) const {
    if (number == parts_) out.encoded(trailing_, 0);
    if (number >= parts_) return false;
    if (merged_)
        write_merged(number, out);
    else
        write_part(number, out);
    return true;
}

} // namespace rowkit::ops
