// Records that several threads make, put in order by way of temporary files.
#include "ops/ordered_runs.h"

#include "ops/parallel.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr uint64_t cut_bytes = 16 << 10; // of a run, for one part
constexpr uint64_t most_cuts = 1024;

} // namespace

void OrderedRuns::Maker::add(std::string_view key, uint64_t origin, std::string_view bytes) {
    items_.push_back(
        {origin, bytes_.size(), static_cast<uint32_t>(key.size()), static_cast<uint32_t>(bytes.size())});
    bytes_.append(key);
    bytes_.append(bytes);
    if (bytes_.size() + items_.size() * sizeof(Item) > all_->limits_.for_merging()) end_run();
}

/// A run is cut where parts begin: a part then reads no frame of another one.
void OrderedRuns::Maker::end_run() {
    if (items_.empty()) return;
    std::ranges::sort(items_,
                      [&](const Item& a, const Item& b) { return comes_before(record(a), record(b)); });
    const std::vector<RunRecord>& starts = all_->starts(*this);
    if (!file_) file_ = std::make_shared<FrameFile>(all_->limits_.tmpdir);
    RunWriter writer(file_, all_->limits_.frame_bytes());
    size_t part = 1;
    for (const Item& item : items_) {
        const RunRecord each = record(item);
        for (; part < starts.size() && !comes_before(each, starts[part]); ++part) writer.cut();
        writer.add(each);
    }
    runs_.push_back(writer.finish());
    items_.clear();
    bytes_.clear();
}

/// Groups come partition by partition of their hashes, so the first ones are as good a sample as any.
const std::vector<RunRecord>& OrderedRuns::starts(const Maker& first) {
    std::call_once(cut_, [&] {
        const uint64_t parts = std::clamp<uint64_t>(first.bytes_.size() / cut_bytes, 1,
                                                    std::min<uint64_t>(most_cuts, first.items_.size()));
        starts_.push_back({});
        for (uint64_t part = 1; part < parts; ++part) {
            RunRecord start = first.record(first.items_[part * first.items_.size() / parts]);
            start.key = start_keys_.copy(start.key);
            start.bytes = {};
            starts_.push_back(start);
        }
    });
    return starts_;
}

std::unique_ptr<OrderedRuns::Maker> OrderedRuns::take() {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::unique_ptr<Maker>(new Maker(*this));
    auto maker = std::move(idle_.back());
    idle_.pop_back();
    return maker;
}

void OrderedRuns::give_back(std::unique_ptr<Maker> maker) {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(maker));
}

std::unique_ptr<MergeParts> OrderedRuns::finish() {
    run_jobs(limits_.threads, idle_.size(), [&](size_t i) {
        idle_[i]->end_run();
        idle_[i]->bytes_ = {};
        idle_[i]->items_ = {};
    });
    std::vector<SortedRun> runs;
    for (auto& maker : idle_) std::ranges::move(maker->runs_, std::back_inserter(runs));
    idle_.clear();
    return std::make_unique<MergeParts>(limits_.merged_down(std::move(runs)), starts_);
}

} // namespace rowkit::ops
