// Counting the records of a regular file side by side, wherever its parts are cut.
#include "stream/count.h"

#include "base/buffer.h"
#include "base/error.h"
#include "io/read_range.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace rowkit {
namespace {

constexpr size_t quotes_to_ask = 64;    // a guess looks at no more of them

bool same_state(const ScanState& a, const ScanState& b) {
    return a.inside == b.inside && a.may_open == b.may_open && a.cr == b.cr && a.newline == b.newline;
}

/// The state before text[0], if no quote is open there; the byte before it is known, and is no quote.
ScanState outside_after(char before, const Marks& marks) {
    ScanState state;
    const bool newline = before == '\n' || before == '\r';
    state.may_open = newline || before == marks.delimiter;
    state.newline = newline;
    state.cr = state.any_cr = before == '\r';
    return state;
}

/// Guesses whether text[0] stands inside quotes: a quote with a cell's end before it only opens, one with a
/// cell's end after it only closes.
bool looks_inside(std::string_view text, const Marks& marks) {
    auto ends_cell = [&](char byte) { return byte == marks.delimiter || byte == '\n' || byte == '\r'; };
    size_t at = 0;
    for (size_t asked = 0; asked < quotes_to_ask; ++asked, ++at) {
        at = text.find(marks.quote, at);
        if (at == std::string_view::npos || at + 1 >= text.size()) return false;
        if (at == 0) continue;
        const bool may_open = ends_cell(text[at - 1]), may_close = ends_cell(text[at + 1]);
        if (may_open != may_close) return may_close == (asked % 2 == 0);
    }
    return false;
}

/// The parts' results, told in order.
class Counter {
public:
    Counter(const Source& source, const CountRule& rule, uint64_t begin, uint64_t end, size_t part_size)
        : source_(source), rule_(rule), begin_(begin), end_(end), part_size_(part_size) {}

    std::optional<uint64_t> count(unsigned threads);
    /// After count(): where the last `wanted` records begin, with the blank lines before them.
    uint64_t start_of_last(uint64_t wanted) const;

private:
    struct Part {
        uint64_t begin;
        ScanState state; // there
        uint64_t records;
    };
    void work();
    bool take(uint64_t& number);
    void read(uint64_t from, Buffer& text) const;
    uint64_t start_of_last(const Part& part, uint64_t records, uint64_t wanted) const;
    bool is_quote(char byte) const { return rule_.marks.quote && byte == rule_.marks.quote; }

    const Source& source_;
    const CountRule rule_;
    const uint64_t begin_, end_;
    const size_t part_size_;

    std::mutex mutex_;
    std::condition_variable told_;
    uint64_t next_ = 0;       // the next part to be taken
    uint64_t certain_ = 0;    // parts whose end state is known: state_ is that of the last of them
    ScanState state_;
    uint64_t records_ = 0;
    std::vector<Part> parts_; // the certain ones
    std::exception_ptr error_;
};

/// Reads a part with one byte before it, and on to the next part's first byte that does not follow a quote.
void Counter::read(uint64_t from, Buffer& text) const {
    const uint64_t first = from > begin_ ? from - 1 : from;
    const uint64_t wanted = std::min(end_, from + part_size_ + 4096) - first;
    text.clear();
    read_range(source_, first, first + wanted, text); // less where the file has been cut off meanwhile
}

bool Counter::take(uint64_t& number) {
    std::lock_guard lock(mutex_);
    number = next_;
    if (error_ || begin_ + number * part_size_ >= end_) return false;
    ++next_;
    return true;
}

void Counter::work() {
    Buffer text;
    for (uint64_t number = 0; take(number);) {
        const uint64_t from = begin_ + number * part_size_;
        read(from, text);
        // Both neighbours move their common border past quotes by the same rule, so that neither splits a
        // pair.
        size_t start = number ? 1 : 0;
        while (number && start < text.size() && is_quote(text.data()[start - 1])) ++start;
        size_t stop = std::min<size_t>(text.size(), part_size_ + (number ? 1 : 0));
        const bool is_last = from + part_size_ >= end_;
        while (!is_last && stop < text.size() && is_quote(text.data()[stop - 1])) ++stop;
        if (start > stop) start = stop;

        ScanState state;
        if (number) state = outside_after(text.data()[start - 1], rule_.marks);
        if (number && rule_.marks.quote &&
            looks_inside(text.view().substr(start, stop - start), rule_.marks)) {
            state = {.inside = ~uint64_t{0}, .may_open = 0, .newline = 0};
            state.any_cr = text.data()[start - 1] == '\r';
        }
        const ScanState guess = state;
        uint64_t records = count_record_ends(text.data(), start, stop, rule_.marks, state, rule_.count_blank);

        std::unique_lock lock(mutex_);
        told_.wait(lock, [&] { return certain_ == number || error_; });
        if (error_) return;
        if (number && !same_state(guess, state_)) {
            state = state_;
            records = count_record_ends(text.data(), start, stop, rule_.marks, state, rule_.count_blank);
        }
        parts_.push_back({from - (number ? 1 : 0) + start, number ? state_ : guess, records});
        records_ += records;
        state_ = state;
        ++certain_;
        told_.notify_all();
    }
}

std::optional<uint64_t> Counter::count(unsigned threads) {
    auto guarded = [this] {
        try {
            work();
        } catch (...) {
            std::lock_guard lock(mutex_);
            error_ = std::current_exception();
            told_.notify_all();
        }
    };
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(guarded);
    guarded();
    for (std::thread& other : others) other.join();
    if (error_) std::rethrow_exception(error_);
    if (state_.inside) return std::nullopt;
    return records_ + !state_.newline; // the last one may lack its newline
}

/// The same, in a part from where on `records` records end, more than are wanted.
uint64_t Counter::start_of_last(const Part& part, uint64_t records, uint64_t wanted) const {
    constexpr size_t step = 65536;
    Buffer text;
    std::vector<uint32_t> positions(step + 64);
    ScanState state = part.state, counting = state;
    for (uint64_t from = part.begin;; from += step) {
        text.clear();
        auto got = source_.read_at(from, text.room(step + 1), step + 1);
        if (!got || *got == 0) return end_;
        text.advance(*got);
        const size_t size = std::min(text.size(), step);
        const size_t count = index_cells(text.data(), 0, size, rule_.marks, state, positions.data()).cells;
        size_t counted = 0;
        for (size_t i = 0; i < count; ++i) {
            size_t end = positions[i] + 1;
            const char byte = text.data()[end - 1];
            if (byte != '\n' && byte != '\r') continue;
            // What ends there is a record, or only a blank line.
            records -= count_record_ends(text.data(), counted, end, rule_.marks, counting, rule_.count_blank);
            counted = end;
            if (byte == '\r' && end < text.size() && text.data()[end] == '\n') ++end;
            if (records + !state_.newline <= wanted) return from + end;
        }
        records -= count_record_ends(text.data(), counted, size, rule_.marks, counting, rule_.count_blank);
    }
}

uint64_t Counter::start_of_last(uint64_t wanted) const {
    uint64_t found = 0;
    for (size_t i = parts_.size(); i-- > 0;) {
        found += parts_[i].records; // the first end may be that of a record before the part
        if (found + !state_.newline > wanted) return start_of_last(parts_[i], found, wanted);
    }
    return begin_;
}

/// Whether a file from `offset` on is worth a thread, and can be read anywhere.
bool has_parts(const Source& source, uint64_t offset, size_t part_size) {
    char byte;
    const auto total = source.total();
    return total && *total >= offset + 2 * part_size && source.read_at(0, &byte, 1);
}

} // namespace

std::optional<uint64_t> find_last_records(const Source& source, const CountRule& rule, uint64_t offset,
                                          unsigned threads, size_t part_size, uint64_t records) {
    char byte;
    const auto total = source.total();
    if (!total || *total <= offset || !source.read_at(0, &byte, 1)) return std::nullopt;
    const uint64_t parts = (*total - offset + part_size - 1) / part_size;
    Counter counter(source, rule, offset, *total, part_size);
    if (!counter.count(static_cast<unsigned>(std::min<uint64_t>(threads, parts)))) return std::nullopt;
    return counter.start_of_last(records);
}

std::optional<uint64_t> count_side_by_side(const Source& source, const CountRule& rule, uint64_t offset,
                                           unsigned threads, size_t part_size) {
    if (!has_parts(source, offset, part_size)) return std::nullopt;
    return Counter(source, rule, offset, *source.total(), part_size).count(threads);
}

} // namespace rowkit
