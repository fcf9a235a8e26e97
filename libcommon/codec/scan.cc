// The SIMD scan of delimited text, compiled for each instruction set and chosen at run time.
#include "codec/scan.h"

#include "codec/scan_step.h"

#include <algorithm>
#include <bit>

#define HWY_WANT_AVX3_DL // has store_positions() in a few instructions
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codec/scan.cc"
#include <hwy/foreach_target.h>
//
#include "base/mask_bits-inl.h"
#include "codec/prefix_parity-inl.h"
#include "codec/store_positions-inl.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rowkit::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// 64 bytes of text, compared with one byte at a time: bit i of a mask is byte i.
class Chunk {
    using Bytes = hn::CappedTag<uint8_t, 64>;

public:
    explicit Chunk(const char* text) : text_(reinterpret_cast<const uint8_t*>(text)) {}

    HWY_INLINE uint64_t equal(char byte) const {
        const Bytes d;
        const auto wanted = hn::Set(d, static_cast<uint8_t>(byte));
        uint64_t mask = 0;
        for (size_t i = 0; i < 64; i += hn::Lanes(d))
            mask |= mask_bits(d, hn::Eq(hn::LoadU(d, text_ + i), wanted)) << i;
        return mask;
    }

private:
    const uint8_t* text_;
};

/// What a chunk holds: bits of cell ends (record ends among them), record ends, blank lines' ends, line ends.
struct Ends {
    uint64_t cells;
    uint64_t records;
    uint64_t blanks;
    uint64_t lines;
    uint64_t odd;     // right after the closing quote of a cell that goes on
    uint64_t outside; // quotes
};

/// Understands `size` (1..64) bytes.
template <bool quoting>
HWY_INLINE Ends look(const char* text, size_t size, const Marks& marks, ScanState& state) {
    const Chunk chunk(text);
    const uint64_t valid = ~uint64_t{0} >> (64 - size);
    const size_t top = size - 1;
    const uint64_t lf = chunk.equal('\n') & valid;
    const uint64_t cr = chunk.equal('\r') & valid;
    const uint64_t delimiter = chunk.equal(marks.delimiter) & valid;
    uint64_t outside = ~uint64_t{0};
    Ends ends;
    ends.odd = 0;
    if constexpr (quoting) {
        uint64_t quote = chunk.equal(marks.quote) & valid;
        uint64_t inside, ends_or_closes;
        for (;;) {
            inside = state.inside ^ prefix_parity(quote); // always: that is cheaper than a jump unforeseen
            outside = ~inside;
            ends_or_closes = (lf | cr | delimiter | quote) & outside;
            const uint64_t wrongly_open = quote & inside & ~((ends_or_closes << 1) | state.may_open);
            if (HWY_LIKELY(!wrongly_open)) break;
            quote &= ~(wrongly_open & -wrongly_open); // the first of them is a byte like others; look again
            ends.odd = ~uint64_t{0};
        }
        state.inside = ~uint64_t{0} * (inside >> 63); // bits past `size` repeat the last one
        state.may_open = (ends_or_closes >> top) & 1;
        ends.odd |= ((quote & outside) << 1) & outside & valid & ~(lf | cr | delimiter | quote);
    }
    ends.outside = outside;
    if (HWY_LIKELY((cr | state.cr | state.any_cr) == 0)) {
        ends.records = lf & outside;
        ends.blanks = ends.records & ((ends.records << 1) | state.newline);
        ends.lines = lf;
        state.newline = (ends.records >> top) & 1;
    } else {
        const uint64_t outside_lf = lf & outside, outside_cr = cr & outside;
        const uint64_t newlines = outside_lf | outside_cr;
        ends.records = outside_cr | (outside_lf & ~((outside_cr << 1) | state.cr));
        ends.blanks = ends.records & ((newlines << 1) | state.newline);
        ends.lines = cr | (lf & ~((cr << 1) | state.any_cr));
        state.cr = (outside_cr >> top) & 1;
        state.any_cr = (cr >> top) & 1;
        state.newline = (newlines >> top) & 1;
    }
    ends.cells = ends.records | (delimiter & outside);
    return ends;
}

/// Keeps the parts of a state in registers of their own: g++ 12 would pack them into a vector, and unpack
/// them for each chunk.
HWY_INLINE void keep_apart(ScanState& state) {
    asm(""
        : "+r"(state.inside), "+r"(state.may_open), "+r"(state.cr), "+r"(state.any_cr), "+r"(state.newline));
}

template <bool quoting, class Use>
HWY_INLINE void for_each_chunk(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                               Use use) {
    // A copy keeps the state in registers: `positions` may alias anything of its type.
    ScanState s = state;
    const Marks m = marks;
    size_t at = from;
    for (; at + 64 <= to; at += 64) {
        keep_apart(s);
        use(at, look<quoting>(text + at, 64, m, s));
    }
    if (at < to) use(at, look<quoting>(text + at, to - at, m, s));
    state = s;
}

template <bool quoting>
ScanCounts index_as(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                    uint32_t* positions) {
    ScanCounts counts;
    uint32_t* out = positions;
    for_each_chunk<quoting>(text, from, to, marks, state, [&](size_t at, const Ends& ends) {
        counts.records += static_cast<size_t>(std::popcount(ends.records));
        counts.lines += static_cast<size_t>(std::popcount(ends.lines));
        out = store_positions(ends.cells, static_cast<uint32_t>(at), out);
    });
    counts.cells = static_cast<size_t>(out - positions);
    return counts;
}

/// What a state is after a byte, where none of the bytes since `state` was a quote.
HWY_INLINE ScanState after_byte(char byte, const Marks& marks, const ScanState& state) {
    const bool outside = !state.inside, cr = byte == '\r', newline = cr || byte == '\n';
    return {.inside = state.inside,
            .may_open = outside && (newline || byte == marks.delimiter),
            .cr = outside && cr,
            .any_cr = cr,
            .newline = outside && newline};
}

/// The state after text[from, to), whole chunks. Only what has quotes is understood; which chunks these are
/// is found first, 64 at a time, since a jump for each would be foreseen badly.
template <bool quoting>
ScanState skim(const char* text, size_t from, size_t to, const Marks& marks, ScanState state) {
    size_t known = from; // `state` is that of this place
    if constexpr (quoting) {
        for (size_t at = from; at < to; at += 64 * 64) {
            const size_t chunks = std::min<size_t>((to - at) / 64, 64);
            uint64_t quoted = 0;
            for (size_t i = 0; i < chunks; ++i)
                quoted |= uint64_t{Chunk(text + at + 64 * i).equal(marks.quote) != 0} << i;
            for (; quoted; quoted &= quoted - 1) {
                const size_t chunk = at + 64 * static_cast<size_t>(std::countr_zero(quoted));
                if (known < chunk) state = after_byte(text[chunk - 1], marks, state);
                look<true>(text + chunk, 64, marks, state);
                known = chunk + 64;
            }
        }
    }
    return known < to ? after_byte(text[to - 1], marks, state) : state;
}

template <bool quoting>
void last_ends_as(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                  LastEnds& found) {
    // Of a long text, the end tells, if it has two ends of records.
    constexpr size_t telling = 8 << 10;
    if (to - from > 2 * telling) {
        const size_t end_from = from + (to - from - telling) / 64 * 64;
        ScanState end_state = skim<quoting>(text, from, end_from, marks, state);
        LastEnds of_end;
        last_ends_as<quoting>(text, end_from, to, marks, end_state, of_end);
        if (of_end.before) {
            state = end_state;
            found = of_end;
            return;
        }
    }
    // The last chunks with a record end stay in a ring, written without asking whether there is one: that
    // would be foreseen half the time. What they mean is told once, after the loop.
    struct Seen {
        size_t at;
        uint64_t records;
    } ring[4] = {};
    size_t n = 0;
    for_each_chunk<quoting>(text, from, to, marks, state, [&](size_t at, const Ends& ends) {
        const uint64_t records = ends.records & ~ends.blanks;
        ring[n % 4] = {at, records};
        n += records != 0;
    });
    auto past = [](Seen seen) { return seen.at + 64 - static_cast<size_t>(std::countl_zero(seen.records)); };
    if (!n) return;
    Seen last = ring[(n - 1) % 4];
    const size_t old = found.last;
    found.last = past(last);
    last.records &= ~(uint64_t{1} << (found.last - 1 - last.at));
    found.before = last.records ? past(last) : n > 1 ? past(ring[(n - 2) % 4]) : old;
}

template <bool quoting>
size_t count_as(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                bool count_blank) {
    size_t count = 0;
    const uint64_t drop = count_blank ? 0 : ~uint64_t{0};
    for_each_chunk<quoting>(text, from, to, marks, state, [&](size_t, const Ends& ends) {
        count += static_cast<size_t>(std::popcount(ends.records & ~(ends.blanks & drop)));
    });
    return count;
}

ScanCounts index_cells(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                       uint32_t* positions) {
    return marks.quote ? index_as<true>(text, from, to, marks, state, positions)
                       : index_as<false>(text, from, to, marks, state, positions);
}
void find_last_ends(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                    LastEnds& found) {
    marks.quote ? last_ends_as<true>(text, from, to, marks, state, found)
                : last_ends_as<false>(text, from, to, marks, state, found);
}
size_t count_record_ends(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                         bool count_blank) {
    return marks.quote ? count_as<true>(text, from, to, marks, state, count_blank)
                       : count_as<false>(text, from, to, marks, state, count_blank);
}

template <bool quoting>
RecordEnds record_ends_as(std::string_view text, size_t from, size_t to, const Marks& marks, ScanState& state,
                          bool count_blank, uint32_t* out) {
    RecordEnds found;
    const uint32_t* const first = out;
    const uint64_t drop = count_blank ? 0 : ~uint64_t{0};
    uint64_t odd = 0;
    for_each_chunk<quoting>(text.data(), from, to, marks, state, [&](size_t at, const Ends& ends) {
        found.lines += static_cast<size_t>(std::popcount(ends.lines));
        odd |= ends.odd;
        if constexpr (quoting) { // what `odd` can't see: the byte before
            const char byte = text[at];
            if (at && text[at - 1] == marks.quote && (ends.outside & 1))
                odd |= byte != marks.quote && byte != marks.delimiter && byte != '\n' && byte != '\r';
        }
        for (uint64_t records = ends.records & ~(ends.blanks & drop); records; records &= records - 1) {
            const size_t end = at + static_cast<size_t>(std::countr_zero(records));
            const bool crlf = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
            *out++ = static_cast<uint32_t>(end + 1 + crlf);
        }
    });
    found.records = static_cast<size_t>(out - first);
    found.odd = odd != 0;
    return found;
}
RecordEnds find_record_ends(std::string_view text, size_t from, size_t to, const Marks& marks,
                            ScanState& state, bool count_blank, uint32_t* ends) {
    return marks.quote ? record_ends_as<true>(text, from, to, marks, state, count_blank, ends)
                       : record_ends_as<false>(text, from, to, marks, state, count_blank, ends);
}
size_t count_lines(const char* text, size_t size, bool after_cr) {
    size_t count = 0;
    uint64_t carry = after_cr;
    for (size_t at = 0; at < size; at += 64) {
        size_t n = size - at < 64 ? size - at : 64;
        const Chunk chunk(text + at);
        const uint64_t valid = ~uint64_t{0} >> (64 - n);
        const uint64_t lf = chunk.equal('\n') & valid, cr = chunk.equal('\r') & valid;
        count += static_cast<size_t>(std::popcount(cr | (lf & ~((cr << 1) | carry))));
        carry = (cr >> (n - 1)) & 1;
    }
    return count;
}

} // namespace rowkit::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rowkit {

HWY_EXPORT(index_cells);
HWY_EXPORT(find_last_ends);
HWY_EXPORT(count_record_ends);
HWY_EXPORT(count_lines);
HWY_EXPORT(find_record_ends);

ScanCounts index_cells_scalar(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                              uint32_t* positions) {
    ScanCounts counts;
    for (size_t i = from; i < to; ++i) {
        counts.lines += text[i] == '\r' || (text[i] == '\n' && !state.any_cr);
        bool comment = state.in_comment;
        Mark mark = scan_step(text[i], marks, state);
        if (mark == Mark::none || (mark == Mark::cell_end && comment)) continue;
        positions[counts.cells++] = static_cast<uint32_t>(i);
        counts.records += mark != Mark::cell_end;
    }
    return counts;
}

ScanCounts index_cells(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                       uint32_t* positions) {
    if (marks.comment) return index_cells_scalar(text, from, to, marks, state, positions);
    return HWY_DYNAMIC_DISPATCH(index_cells)(text, from, to, marks, state, positions);
}

void find_last_ends(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                    LastEnds& ends) {
    if (!marks.comment) return HWY_DYNAMIC_DISPATCH(find_last_ends)(text, from, to, marks, state, ends);
    for (size_t i = from; i < to; ++i) {
        if (scan_step(text[i], marks, state) != Mark::record_end) continue;
        ends = {i + 1, ends.last};
    }
}

size_t count_record_ends(const char* text, size_t from, size_t to, const Marks& marks, ScanState& state,
                         bool count_blank) {
    if (!marks.comment)
        return HWY_DYNAMIC_DISPATCH(count_record_ends)(text, from, to, marks, state, count_blank);
    size_t count = 0;
    for (size_t i = from; i < to; ++i) {
        bool comment = state.in_comment;
        Mark mark = scan_step(text[i], marks, state);
        count += mark == Mark::record_end || (mark == Mark::blank_end && count_blank && !comment);
    }
    return count;
}

RecordEnds find_record_ends(std::string_view text, size_t from, size_t to, const Marks& marks,
                            ScanState& state, bool count_blank, uint32_t* ends) {
    if (!marks.comment)
        return HWY_DYNAMIC_DISPATCH(find_record_ends)(text, from, to, marks, state, count_blank, ends);
    RecordEnds found{
        .records = 0, .lines = count_lines(text.substr(from, to - from), state.any_cr), .odd = true};
    for (size_t i = from; i < to; ++i) {
        const bool comment = state.in_comment;
        const Mark mark = scan_step(text[i], marks, state);
        if (mark != Mark::record_end && !(mark == Mark::blank_end && count_blank && !comment)) continue;
        const bool crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        ends[found.records++] = static_cast<uint32_t>(i + 1 + crlf);
    }
    return found;
}

size_t count_lines(std::string_view text, bool after_cr) {
    return HWY_DYNAMIC_DISPATCH(count_lines)(text.data(), text.size(), after_cr);
}

} // namespace rowkit
#endif
