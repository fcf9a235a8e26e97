// Merging sorted runs.
#include "ops/run_merge.h"

#include "ops/parallel.h"
#include "ops/piece_sort.h"

#include <algorithm>

namespace rowkit::ops {

SortedRun write_sorted_run(const std::vector<Piece>& pieces, unsigned threads,
                           std::shared_ptr<FrameFile> file, size_t frame_bytes) {
    const PieceSort sort(pieces, threads, 4096);
    RunWriter writer(std::move(file), frame_bytes);
    for (size_t span = 0; span < sort.spans(); ++span) {
        const std::span<const SortItem> items = sort.order(span);
        for (size_t i = 0; i < items.size(); ++i) {
            sort.fetch_ahead(items, i);
            writer.add({sort.key(items[i]), sort.origin(items[i]), sort.record(items[i])});
        }
    }
    return writer.finish();
}

RunMerge::RunMerge(std::span<const SortedRun> runs, const RunRecord* from, const RunRecord* to) : to_(to) {
    readers_.reserve(runs.size());
    for (const SortedRun& run : runs) {
        // A run that begins behind the part's end need not be opened.
        if (run.frames.empty() || (to && !comes_before(run.frames[0].first, *to))) continue;
        readers_.emplace_back(run, from);
        if (wanted(readers_.back()))
            heap_.push_back(static_cast<uint32_t>(readers_.size() - 1));
        else
            readers_.pop_back();
    }
    std::ranges::make_heap(heap_, [&](uint32_t a, uint32_t b) {
        return comes_before(readers_[b].record(), readers_[a].record());
    });
}

void RunMerge::next() {
    RunReader& reader = readers_[heap_[0]];
    reader.next();
    if (!wanted(reader)) {
        heap_[0] = heap_.back();
        heap_.pop_back();
    }
    sink();
}

/// Lets the reader at the top sink to where it belongs.
void RunMerge::sink() {
    for (size_t at = 0;;) {
        size_t child = 2 * at + 1;
        if (child >= heap_.size()) return;
        if (child + 1 < heap_.size() &&
            comes_before(readers_[heap_[child + 1]].record(), readers_[heap_[child]].record()))
            ++child;
        if (!comes_before(readers_[heap_[child]].record(), readers_[heap_[at]].record())) return;
        std::swap(heap_[at], heap_[child]);
        at = child;
    }
}

MergeParts::MergeParts(std::vector<SortedRun> runs, uint64_t part_bytes, bool whole_keys)
    : runs_(std::move(runs)) {
    std::vector<const RunFrame*> frames;
    for (const SortedRun& run : runs_)
        for (const RunFrame& frame : run.frames) frames.push_back(&frame);
    std::ranges::sort(frames,
                      [](const RunFrame* a, const RunFrame* b) { return comes_before(a->first, b->first); });
    uint64_t bytes = 0;
    for (const RunFrame* frame : frames) {
        if (starts_.empty() || bytes >= part_bytes) {
            RunRecord start = frame->first;
            if (whole_keys) start.origin = 0;
            if (starts_.empty() || comes_before(starts_.back(), start)) {
                starts_.push_back(start);
                bytes = 0;
            }
        }
        bytes += frame->at.plain;
    }
}

std::vector<SortedRun> merge_down(std::vector<SortedRun> runs, size_t most, size_t frame_bytes,
                                  unsigned threads, const std::string& directory) {
    most = std::max<size_t>(most, 2);
    while (runs.size() > most) {
        const size_t groups = (runs.size() + most - 1) / most;
        std::vector<SortedRun> merged(groups);
        run_jobs(threads, groups, [&](size_t group) {
            const size_t from = group * runs.size() / groups, to = (group + 1) * runs.size() / groups;
            RunMerge merge({runs.data() + from, to - from}, nullptr, nullptr);
            RunWriter writer(std::make_shared<FrameFile>(directory), frame_bytes);
            for (; !merge.at_end(); merge.next()) writer.add(merge.record());
            merged[group] = writer.finish();
            for (size_t i = from; i < to; ++i) runs[i] = {};
        });
        runs = std::move(merged);
    }
    return runs;
}

} // namespace rowkit::ops
