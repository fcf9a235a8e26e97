// Sorting the records of pieces by their keys: first into spans by samples, then each span by itself.
#pragma once

#include "base/slabs.h"
#include "ops/item_sort.h"
#include "ops/key_bits.h"
#include "ops/piece.h"

#include <span>
#include <vector>

namespace rowkit::ops {

/// Orders records by key, and those with the same key as they came. 16 bytes a record. The spans can be asked
/// for by several threads at once, each one once.
class PieceSort {
public:
    /// `pieces` in the order of the input; what they view outlives this. A span will have about
    /// `span_records` records.
    PieceSort(std::vector<Piece> pieces, unsigned threads, size_t span_records);

    size_t spans() const { return spans_.size(); }
    /// The records of a span in order. All of a span come before all of the next one.
    std::span<const SortItem> order(size_t span) const;

    const Piece& piece(const SortItem& item) const { return pieces_[piece_of(item.place)]; }
    std::string_view key(const SortItem& item) const { return piece(item).key(record_of(item.place)); }
    std::string_view record(const SortItem& item) const { return piece(item).record(record_of(item.place)); }
    /// The place in the input: block and record.
    uint64_t origin(const SortItem& item) const {
        return place_of(piece(item).block, piece(item).first + record_of(item.place));
    }
    /// The record before the first one of a span where it may have the same key; else null.
    const SortItem* before(size_t span) const {
        return spans_[span].inside ? items_ + spans_[span].from - 1 : nullptr;
    }
    /// To be called with each i in turn: has what is needed of the records from items[i] on fetched, which
    /// lie anywhere in memory. Always inline: a call that does nothing but fetch is held for one that does
    /// nothing.
    [[gnu::always_inline]] void fetch_ahead(std::span<const SortItem> items, size_t i) const {
        // In groups, since the processor waits for a page's place at each one, but looks up several at a time
        // where they follow one another closely.
        constexpr size_t group = 16;
        if (i % group) return;
        const size_t size = items.size();
        if (i == 0) fetch_ends(items.subspan(0, std::min(2 * group, size)));
        if (i == 0) fetch_records(items.subspan(0, std::min(group, size)));
        const size_t next = std::min(i + group, size), later = std::min(next + group, size);
        fetch_ends(items.subspan(later, std::min(group, size - later)));
        fetch_records(items.subspan(next, later - next));
    }
    uint64_t records() const { return total_; }

private:
    struct Span {
        uint64_t from, to;
        bool ordered;
        bool inside; // follows another one of the same bucket
    };
    struct Share { // of pieces, for one job
        size_t from, to;
    };
    [[gnu::always_inline]] void fetch_ends(std::span<const SortItem> items) const {
        for (const SortItem& item : items) __builtin_prefetch(piece(item).ends + record_of(item.place));
    }
    [[gnu::always_inline]] void fetch_records(std::span<const SortItem> items) const {
        for (const SortItem& item : items) {
            const std::string_view bytes = record(item);
            if (bytes.empty()) continue;
            __builtin_prefetch(bytes.data());
            __builtin_prefetch(bytes.data() + bytes.size() / 2);
            __builtin_prefetch(&bytes.back());
        }
    }
    std::vector<Share> shares() const;
    void find_bits();
    std::vector<uint64_t> splitters() const;
    void distribute(const std::vector<uint64_t>& splitters);
    void make_spans(const std::vector<uint64_t>& begins, const std::vector<uint64_t>& splitters);

    struct Equal { // items whose keys share all bytes before `from`
        std::span<SortItem> items;
        size_t from;
    };
    void order_items(std::span<SortItem> items, const KeyBits& bits) const;
    void order_by_bits(std::span<SortItem> items, const KeyBits& bits, std::vector<Equal>& equal) const;
    void order_equal(const Equal& equal, std::vector<Equal>& more) const;

    std::vector<Piece> pieces_;
    unsigned threads_;
    size_t span_records_;
    uint64_t total_ = 0;
    KeyBits bits_;
    Slabs memory_;
    SortItem* items_ = nullptr;
    std::vector<Span> spans_;
};

} // namespace rowkit::ops
