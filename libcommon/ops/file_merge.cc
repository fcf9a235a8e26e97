// Merging files that are sorted each by itself.
#include "ops/file_merge.h"

#include "ops/held_pieces.h"

#include <algorithm>
#include <utility>

namespace rowkit::ops {

size_t FileMerge::next_file() const {
    for (size_t file = 0; file < queues_.size(); ++file)
        if (!queues_[file].ended && queues_[file].empty()) return file;
    // A file has just ended; the others have records waiting, which are written when the next batch is there.
    return static_cast<size_t>(std::ranges::find(queues_, false, &Queue::ended) - queues_.begin());
}

void FileMerge::check_order(const Queue& queue, const Batch& batch) const {
    std::string_view last = queue.last_key;
    for (size_t i = 0; i < batch.size(); ++i) {
        const size_t at = queue.key_ends.size() - batch.size() + i;
        if (compare_keys(queue.key(at), last) < 0)
            throw Error(Exit::bad_data, batch.line_of(i),
                        "the file is not sorted by these keys: this record comes before the one above it",
                        "without --merge it is sorted");
        last = queue.key(at);
    }
}

void FileMerge::take(const Batch& batch, const Place& place, Writer& out) {
    Queue& queue = queues_[place.file];
    const bool waited = !queue.empty(); // another batch of the same block
    if (!waited) {
        queue.records.bytes.clear();
        queue.keys.clear();
        queue.ends.clear();
        queue.key_ends.clear();
        queue.at = 0;
    }
    if (batch.size() > 0) {
        keys_.start(batch, place);
        keys_.append(batch, batch.all(), queue.keys, queue.key_ends, &out);
        out.aside(queue.records).keep_each(batch, batch.all(), SIZE_MAX, queue.ends);
        queue.lent = end_last_record(batch, out, queue.records.bytes, queue.ends);
        check_order(queue, batch);
        queue.last_key = std::string(queue.key(queue.key_ends.size() - 1));
    }
    if (!batch.layout().trailing.empty()) {
        Output aside;
        out.aside(aside).keep_trailing(batch);
        aside.own_unless({});
        queue.trailing += aside.bytes.view();
        queue.lacking = out.lacking(batch, queue.trailing);
    }
    if (!waited && !queue.empty()) {
        heap_.push_back(place.file);
        std::ranges::push_heap(heap_, [this](size_t a, size_t b) { return comes_before(b, a); });
    }
    merge(out);
}

bool FileMerge::comes_before(size_t a, size_t b) const {
    const int order = compare_keys(queues_[a].key(queues_[a].at), queues_[b].key(queues_[b].at));
    return order ? order < 0 : a < b;
}

/// Writes records until one might be preceded by those of a file that has not shown its next ones.
void FileMerge::merge(Writer& out) {
    const auto later = [this](size_t a, size_t b) { return comes_before(b, a); };
    if (std::ranges::any_of(queues_, [](const Queue& queue) { return !queue.ended && queue.empty(); }))
        return;
    while (!heap_.empty()) {
        const size_t file = heap_.front();
        Queue& queue = queues_[file];
        const std::string_view key = queue.key(queue.at);
        if (!unique_ || !any_ || key != written_) {
            write(queue, out);
            if (unique_) written_ = std::string(key);
            any_ = true;
        }
        std::ranges::pop_heap(heap_, later);
        if (++queue.at < queue.ends.size()) {
            std::ranges::push_heap(heap_, later);
            continue;
        }
        heap_.pop_back();
        if (!queue.ended) return;
    }
}

/// The newline that the input's last record lacks is written only where another one comes to stand behind it.
void FileMerge::write(const Queue& queue, Writer& out) {
    pay(out);
    std::string_view record = queue.record(queue.at);
    if (queue.at + 1 == queue.ends.size()) owed_ = queue.lent;
    record.remove_suffix(owed_.size());
    out.encoded(record, 1);
}

void FileMerge::pay(Writer& out) {
    if (!owed_.empty()) out.encoded(std::exchange(owed_, {}), 0);
}

void FileMerge::finish(Writer& out) {
    for (Queue& queue : queues_) queue.ended = true;
    merge(out);
    for (const Queue& queue : queues_) {
        if (queue.trailing.empty()) continue;
        pay(out);
        out.encoded(queue.trailing, 0);
        owed_ = queue.lacking;
    }
}

} // namespace rowkit::ops
