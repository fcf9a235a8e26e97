// Where cells and records end: what the SIMD scans find, with each instruction set, is what a walk finds byte
// by byte.
#include "base/buffer.h"
#include "codec/scan.h"
#include "codec/scan_step.h"
#include "each_simd.h"

#include <array>
#include <random>
#include <string>

using namespace rowkit;

namespace {

/// All that the scans tell, by the rules of scan_step() alone.
struct Walk {
    std::vector<uint32_t> cells, record_ends;
    ScanCounts counts;
    LastEnds last;
    size_t records[2] = {0, 0}; // without blank lines, with them
    ScanState state;

    Walk(std::string_view text, const Marks& marks) {
        for (size_t i = 0; i < text.size(); ++i) {
            counts.lines += text[i] == '\r' || (text[i] == '\n' && !state.any_cr);
            const Mark mark = scan_step(text[i], marks, state);
            if (mark == Mark::none) continue;
            cells.push_back(static_cast<uint32_t>(i));
            if (mark == Mark::cell_end) continue;
            ++counts.records;
            ++records[1];
            if (mark == Mark::blank_end) continue;
            ++records[0];
            last = {i + 1, last.last};
            const bool crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
            record_ends.push_back(static_cast<uint32_t>(i + 1 + crlf));
        }
    }
};

/// Text of mostly long cells, of mostly marks, and of numbers; sometimes with no quotes, with CR, or without
/// either.
Buffer random_text(std::mt19937& dice, size_t size) {
    static constexpr std::string_view letters[] = {"aaaaaaaaaaaaaaaaaaaaaaaaaa,,\"\n",
                                                   ",\"\n\ra",
                                                   "0123456789,,,,,,,,\n",
                                                   "aaaaaaaaaaaaa,,\n\r",
                                                   "ab,\n",
                                                   ",",
                                                   "\"\"\"a"};
    const std::string_view chosen = letters[dice() % std::size(letters)];
    Buffer text;
    for (size_t i = 0; i < size; ++i) text.push_back(chosen[dice() % chosen.size()]);
    text.reserve(size + 1);
    return text;
}

/// Cuts [0, size) into portions and shows each to `use`, which keeps a state over all of them.
template <class Use>
void in_portions(std::mt19937& dice, size_t size, Use use) {
    const size_t most = 1 + dice() % 400;
    for (size_t at = 0; at < size;) {
        const size_t to = std::min(size, at + 1 + dice() % most);
        use(at, to);
        at = to;
    }
}

void compare(std::mt19937& dice, const Marks& marks) {
    const size_t size = dice() % 1500;
    const Buffer buffer = random_text(dice, size);
    const std::string_view text(buffer.data(), size);
    const Walk walk(text, marks);
    CAPTURE(std::string(text));

    std::vector<uint32_t> cells, room(size + 64), record_ends;
    ScanCounts counts;
    ScanState state;
    in_portions(dice, size, [&](size_t from, size_t to) {
        const ScanCounts part = index_cells(text.data(), from, to, marks, state, room.data());
        cells.insert(cells.end(), room.begin(), room.begin() + static_cast<ptrdiff_t>(part.cells));
        counts.records += part.records;
        counts.lines += part.lines;
    });
    CHECK(cells == walk.cells);
    CHECK(counts.records == walk.counts.records);
    CHECK(counts.lines == walk.counts.lines);
    CHECK(state.inside == walk.state.inside);
    CHECK(state.newline == walk.state.newline);

    LastEnds last;
    state = {};
    in_portions(dice, size,
                [&](size_t from, size_t to) { find_last_ends(text.data(), from, to, marks, state, last); });
    CHECK(last.last == walk.last.last);
    CHECK(last.before == walk.last.before);

    for (const bool blank : {false, true}) {
        size_t count = 0;
        state = {};
        in_portions(dice, size, [&](size_t from, size_t to) {
            count += count_record_ends(text.data(), from, to, marks, state, blank);
        });
        CHECK(count == walk.records[blank]);
    }

    state = {};
    size_t lines = 0;
    in_portions(dice, size, [&](size_t from, size_t to) {
        const RecordEnds part = find_record_ends(text, from, to, marks, state, false, room.data());
        record_ends.insert(record_ends.end(), room.begin(),
                           room.begin() + static_cast<ptrdiff_t>(part.records));
        lines += part.lines;
    });
    CHECK(record_ends == walk.record_ends);
    CHECK(lines == walk.counts.lines);
    CHECK(count_lines(text) == walk.counts.lines);
}

} // namespace

TEST_CASE("the SIMD scans find what the walk finds, in text of any kind and in any portions") {
    with_each_simd([] {
        std::mt19937 dice(3);
        for (int round = 0; round < 1500; ++round) compare(dice, {});
    });
}

TEST_CASE("the SIMD scans of a format without quotes find what the walk finds") {
    with_each_simd([] {
        std::mt19937 dice(4);
        for (int round = 0; round < 500; ++round) compare(dice, {.delimiter = 'a', .quote = '\0'});
    });
}

TEST_CASE("in long text, too, the last ends of records are found, however rare quotes and newlines are") {
    with_each_simd([] {
        std::mt19937 dice(5);
        for (int round = 0; round < 150; ++round) {
            const size_t size = 10000 + dice() % 60000;
            const unsigned quotes = std::array{0u, 1u, 20u, 500u}[dice() % 4];      // of 10,000 bytes, some
            const unsigned newlines = std::array{1u, 4u, 100u, 2000u}[dice() % 4];
            Buffer text(size + 1);
            while (text.size() < size) {
                const unsigned kind = dice() % 10000;
                if (kind < quotes) text.append(std::string_view(",\"\"\"").substr(dice() % 3));
                else if (kind < quotes + newlines) text.append(std::array{"\n", "\r\n", "\r"}[dice() % 3]);
                else text.push_back(kind % 9 ? 'x' : ',');
            }
            text.resize(size);
            const Marks marks{.quote = dice() % 5 ? '"' : '\0'};
            const size_t cut = dice() % 3 ? size : dice() % size;
            LastEnds last;
            ScanState state;
            find_last_ends(text.data(), 0, cut, marks, state, last);
            const Walk half(text.view().substr(0, cut), marks);
            CHECK(last.last == half.last.last);
            CHECK(last.before == half.last.before);
            CHECK(state.inside == half.state.inside);
            find_last_ends(text.data(), cut, size, marks, state, last);
            const Walk walk(text.view(), marks);
            CHECK(last.last == walk.last.last);
            CHECK(last.before == walk.last.before);
            CHECK(state.inside == walk.state.inside);
            if (marks.quote && !state.inside)
                CHECK(state.may_open == walk.state.may_open); // no one asks elsewhere
            CHECK(state.newline == walk.state.newline);
        }
    });
}
