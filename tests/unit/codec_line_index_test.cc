// Lines: where blocks are cut, and which lines are records.
#include <doctest/doctest.h>

#include "base/buffer.h"
#include "codec/line_index.h"

#include <string>

using namespace rowkit;

namespace {

/// Where a splitter cuts `text` that comes in two portions.
size_t cut(std::string_view text, size_t first, bool blank_is_record) {
    Buffer buffer;
    buffer.append(text);
    auto splitter = make_line_splitter(blank_is_record);
    splitter->restart();
    splitter->scan(buffer.data(), 0, first);
    return splitter->scan(buffer.data(), first, buffer.size());
}

} // namespace

TEST_CASE("a block of lines ends after its last newline, wherever the portions were cut") {
    std::string text = "a\r\nbc\n\nd";
    for (size_t first = 0; first < text.size(); ++first) {
        CAPTURE(first);
        CHECK(cut(text, first, true) == 7);
        CHECK(cut(text, first, false) == 6); // the blank line goes with `d`
        CHECK(cut("abc", std::min<size_t>(first, 3), true) == 0);
        CHECK(cut("ab \n \r\n\t \n", first, false) == 4);
        CHECK(cut(" \n\n\r\n   \n", first, false) == 0);
    }
}

TEST_CASE("blank lines are bytes of the record after them") {
    LineIndex lines;
    std::string text = "\n \na\r\n\r\nb\n\n";
    lines.build(text, false);
    REQUIRE(lines.size() == 2);
    CHECK(lines.raw_begin(0) == 0);
    CHECK(lines.begin(0) == 3);
    CHECK(lines.end(0) == 4);
    CHECK(lines.raw_end(0) == 6);
    CHECK(lines.raw_begin(1) == 6);
    CHECK(lines.begin(1) == 8);
    CHECK(lines.trailing() == "\n");
    CHECK(count_records(text, false) == 2);
    CHECK(count_records(text, true) == 6);
    lines.build("\n\nx", true);
    CHECK(lines.size() == 3);
    CHECK(lines.end(2) == 3);
    CHECK(lines.lines() == 2);
}

TEST_CASE("the head of a file of lines is its BOM and the lines that --skip names") {
    CHECK(line_head("\xEF\xBB\xBF" "a\nb\n", 0, false)->size == 3);
    CHECK(line_head("\xEF\xBB\xBF" "a\nb\n", 1, false)->size == 5);
    CHECK(line_head("a\nb\n", 2, false)->size == 4);
    CHECK_FALSE(line_head("a\nb", 2, false).has_value());
    CHECK(line_head("a\nb", 2, true)->size == 3);
    CHECK(line_head("", 3, true)->size == 0);
    CHECK_FALSE(line_head("\xEF", 0, false).has_value());
}
