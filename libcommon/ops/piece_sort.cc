// Sorting the records of pieces by their keys.
#include "ops/piece_sort.h"

#include "ops/parallel.h"

#include <algorithm>
#include <utility>

namespace rowkit::ops {
namespace {

constexpr size_t most_spans = 8192;
constexpr size_t samples_a_span = 16;
constexpr uint64_t worth_threads = 1 << 15; // records

/// Some records' prefixes, and their buckets: how many splitters are not above the prefix. The searches of
/// all of them go on side by side, so that none waits for its loads alone, without a branch that could be
/// missed.
class Searches {
public:
    static constexpr uint32_t most = 16;

    Searches(const KeyBits& bits, std::span<const uint64_t> splitters) : bits_(bits), splitters_(splitters) {}

    /// Calls use(record, prefix, bucket) for each record of the piece, in order.
    template <class Use> void each(const Piece& piece, const Use& use) {
        for (uint32_t from = 0; from < piece.count; from += most) {
            const uint32_t count = std::min(most, piece.count - from);
            for (uint32_t i = 0; i < count; ++i) prefixes_[i] = bits_.prefix(piece.key(from + i));
            find();
            for (uint32_t i = 0; i < count; ++i) use(from + i, prefixes_[i], buckets_[i]);
        }
    }

private:
    void find() {
        const uint64_t* all = splitters_.data();
        buckets_ = {};
        size_t left = splitters_.size();
        if (left == 0) return;
        for (; left > 1; left -= left / 2) {
            const size_t half = left / 2;
            for (uint32_t i = 0; i < most; ++i)
                buckets_[i] += all[buckets_[i] + half - 1] <= prefixes_[i] ? half : 0;
        }
        for (uint32_t i = 0; i < most; ++i) buckets_[i] += all[buckets_[i]] <= prefixes_[i];
    }

    const KeyBits& bits_;
    std::span<const uint64_t> splitters_;
    std::array<uint64_t, most> prefixes_{};
    std::array<size_t, most> buckets_{};
};

} // namespace

PieceSort::PieceSort(std::vector<Piece> pieces, unsigned threads, size_t span_records)
    : pieces_(std::move(pieces)), threads_(threads), span_records_(std::max<size_t>(span_records, 1)) {
    for (const Piece& piece : pieces_) total_ += piece.count;
    if (total_ < worth_threads) threads_ = 1;
    if (total_ == 0) return;
    items_ = reinterpret_cast<SortItem*>(memory_.room(total_ * sizeof(SortItem)));
    find_bits();
    distribute(splitters());
}

/// Neighbouring pieces, some for each thread.
std::vector<PieceSort::Share> PieceSort::shares() const {
    std::vector<Share> all;
    const uint64_t each = total_ / (threads_ == 1 ? 1 : threads_ * 4) + 1;
    for (size_t from = 0; from < pieces_.size();) {
        uint64_t records = 0;
        size_t to = from;
        while (to < pieces_.size() && records < each) records += pieces_[to++].count;
        all.push_back({from, to});
        from = to;
    }
    return all;
}

void PieceSort::find_bits() {
    std::string_view first;
    for (size_t i = 0; first.empty(); ++i)
        if (pieces_[i].count) first = pieces_[i].key(0);
    KeyDifferences all(first, 0);
    const std::vector<Share> parts = shares();
    std::vector<KeyDifferences> found(parts.size(), all);
    run_jobs(threads_, parts.size(), [&](size_t job) {
        for (size_t at = parts[job].from; at < parts[job].to; ++at)
            for (uint32_t i = 0; i < pieces_[at].count; ++i) found[job].see_common(pieces_[at].key(i));
    });
    for (const KeyDifferences& each : found) all.join_common(each);
    all.narrow();
    std::ranges::fill(found, all);
    run_jobs(threads_, parts.size(), [&](size_t job) {
        for (size_t at = parts[job].from; at < parts[job].to; ++at)
            for (uint32_t i = 0; i < pieces_[at].count; ++i) found[job].see_bits(pieces_[at].key(i));
    });
    for (const KeyDifferences& each : found) all.join_bits(each);
    bits_ = KeyBits(all);
}

/// Prefixes that cut the records into spans of about the same size. One that would cut many equal ones is
/// followed by the next greater integer: these have a bucket of their own.
std::vector<uint64_t> PieceSort::splitters() const {
    const uint64_t spans = std::min<uint64_t>(total_ / span_records_, most_spans);
    if (spans < 2) return {};
    const uint64_t count = std::min<uint64_t>(total_, spans * samples_a_span);
    std::vector<uint64_t> samples;
    samples.reserve(count);
    uint64_t passed = 0, random = 1;
    size_t at = 0;
    for (uint64_t i = 0; i < count; ++i) {
        random = random * 6364136223846793005 + 1442695040888963407; // Knuth's MMIX
        const uint64_t step = total_ / count;
        const uint64_t wanted = i * step + (random >> 33) % step;
        while (wanted >= passed + pieces_[at].count) passed += pieces_[at++].count;
        samples.push_back(bits_.prefix(pieces_[at].key(static_cast<uint32_t>(wanted - passed))));
    }
    std::ranges::sort(samples);
    std::vector<uint64_t> splitters;
    for (uint64_t i = 1; i < spans; ++i) {
        const uint64_t sample = samples[i * count / spans];
        if (splitters.empty() || sample > splitters.back())
            splitters.push_back(sample);
        else if (sample == splitters.back() && sample != UINT64_MAX)
            splitters.push_back(sample + 1);
    }
    return splitters;
}

/// Counts what goes into each bucket, then makes the items where they belong.
void PieceSort::distribute(const std::vector<uint64_t>& splitters) {
    const std::vector<Share> parts = shares();
    const size_t buckets = splitters.size() + 1;
    std::vector<std::vector<uint64_t>> counts(parts.size());
    run_jobs(threads_, parts.size(), [&](size_t job) {
        std::vector<uint64_t>& count = counts[job];
        count.assign(buckets, 0);
        Searches searches(bits_, splitters);
        for (size_t at = parts[job].from; at < parts[job].to; ++at)
            searches.each(pieces_[at], [&](uint32_t, uint64_t, size_t bucket) { ++count[bucket]; });
    });
    std::vector<uint64_t> begins(buckets + 1);
    uint64_t sum = 0;
    for (size_t bucket = 0; bucket < buckets; ++bucket) {
        begins[bucket] = sum;
        for (std::vector<uint64_t>& count : counts) sum += std::exchange(count[bucket], sum);
    }
    begins[buckets] = sum;
    run_jobs(threads_, parts.size(), [&](size_t job) {
        std::vector<uint64_t>& to = counts[job];
        Searches searches(bits_, splitters);
        for (size_t at = parts[job].from; at < parts[job].to; ++at)
            searches.each(pieces_[at], [&](uint32_t i, uint64_t prefix, size_t bucket) {
                items_[to[bucket]++] = {prefix, place_of(at, i)};
            });
    });
    make_spans(begins, splitters);
}

/// A bucket is a span; a large one is ordered here and then cut.
void PieceSort::make_spans(const std::vector<uint64_t>& begins, const std::vector<uint64_t>& splitters) {
    std::vector<size_t> large;
    for (size_t bucket = 0; bucket + 1 < begins.size(); ++bucket) {
        const uint64_t from = begins[bucket], to = begins[bucket + 1];
        if (from == to) continue;
        if (to - from <= 4 * span_records_) {
            spans_.push_back({from, to, false, false});
            continue;
        }
        // One prefix alone, and nothing behind it: as they came.
        const bool equal =
            bucket > 0 && bucket < splitters.size() && splitters[bucket - 1] + 1 == splitters[bucket];
        if (!equal || !bits_.conclusive()) large.push_back(bucket);
        for (uint64_t at = from; at < to; at += span_records_)
            spans_.push_back({at, std::min(to, at + span_records_), true, at > from});
    }
    run_jobs(threads_, large.size(), [&](size_t i) {
        const uint64_t from = begins[large[i]];
        order_items({items_ + from, begins[large[i] + 1] - from}, bits_);
    });
}

std::span<const SortItem> PieceSort::order(size_t span) const {
    const Span& at = spans_[span];
    const std::span<SortItem> items(items_ + at.from, at.to - at.from);
    if (!at.ordered) order_items(items, bits_);
    return items;
}

/// What one round of bits leaves equal waits in a list: keys may be made to take as many rounds as they have
/// words.
void PieceSort::order_items(std::span<SortItem> items, const KeyBits& bits) const {
    std::vector<Equal> equal;
    order_by_bits(items, bits, equal);
    while (!equal.empty()) {
        const Equal next = equal.back();
        equal.pop_back();
        order_equal(next, equal);
    }
}

/// Appends what has the same bits and may differ later to `equal`.
void PieceSort::order_by_bits(std::span<SortItem> items, const KeyBits& bits,
                              std::vector<Equal>& equal) const {
    sort_items(items);
    if (bits.conclusive()) return;
    for (size_t from = 0, to; from < items.size(); from = to) {
        for (to = from + 1; to < items.size() && items[to].prefix == items[from].prefix;) ++to;
        if (to - from > 1) equal.push_back({items.subspan(from, to - from), bits.next()});
    }
}

void PieceSort::order_equal(const Equal& equal, std::vector<Equal>& more) const {
    constexpr size_t few = 16;
    const auto [items, from] = equal;
    if (items.size() <= few) {
        std::ranges::sort(items, [&, from = from](const SortItem& a, const SortItem& b) {
            const int order = compare_keys(key(a), key(b), from);
            return order ? order < 0 : a.place < b.place;
        });
        return;
    }
    KeyDifferences differences(key(items[0]), from);
    for (const SortItem& item : items) differences.see_common(key(item));
    differences.narrow();
    for (const SortItem& item : items) differences.see_bits(key(item));
    const KeyBits bits(differences);
    for (SortItem& item : items) item.prefix = bits.prefix(key(item));
    order_by_bits(items, bits, more);
}

} // namespace rowkit::ops
