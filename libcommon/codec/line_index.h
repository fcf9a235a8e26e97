// Formats with a record on each line: where lines end, and the head of such a file.
#pragma once

#include "codec/reader.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace rowkit {

/// Cuts after a line's LF (so after CRLF too). Where `blank_is_record` is false, a line of blanks, tabs and
/// CRs only is none: it goes with the record that follows it.
std::unique_ptr<Splitter> make_line_splitter(bool blank_is_record);
std::unique_ptr<Slicer> make_line_slicer(bool blank_is_record);

/// The lines of a block. The arrays are reused from block to block.
class LineIndex {
public:
    /// Finds the records of `text`, which is below 4 GiB; a last line without LF is one too.
    void build(std::string_view text, bool blank_is_record);

    size_t size() const { return size_; }
    size_t lines() const { return lines_; } // physical ones: LF, CRLF, lone CR
    /// Points `layout` at the first `count` lines, after what keep() did to them.
    void describe(Layout& layout, size_t count) const;

    uint32_t begin(size_t line) const { return begin_[line]; } // its first byte
    uint32_t end(size_t line) const { return end_[line]; }     // past its last byte, before LF or CRLF
    uint32_t raw_begin(size_t line) const { return raw_begin_[line]; } // with the blank lines before it
    uint32_t raw_end(size_t line) const { return raw_end_[line]; }     // past its LF
    const uint32_t* begins() const { return begin_.data(); }
    const uint32_t* ends() const { return end_.data(); }

    /// Makes line `from` line number `to`, where those between were bad.
    void keep(size_t to, size_t from);

    /// The blank lines after the last record.
    std::string_view trailing() const { return trailing_; }

private:
    std::vector<uint32_t> raw_begin_, raw_end_, begin_, end_;
    size_t size_ = 0;
    size_t lines_ = 0;
    std::string_view trailing_;
};

/// The number of lines that are records, as LineIndex has it.
size_t count_records(std::string_view text, bool blank_is_record);

/// What stands before the first record of a file with a record on each line.
struct LineHead {
    size_t size = 0; // the BOM and the lines that --skip passes over
    bool bom = false;
};
/// nullopt: needs more bytes, never when `final`.
std::optional<LineHead> line_head(std::string_view text, uint64_t skip_lines, bool final);

/// The newline of the first line of `text`.
std::string_view first_newline(std::string_view text);

} // namespace rowkit
