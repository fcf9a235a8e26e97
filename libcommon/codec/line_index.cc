// Formats with a record on each line: where lines end, and the head of such a file.
#include "codec/line_index.h"

#include "codec/scan.h"

#include <algorithm>
#include <cstring>

namespace rowkit {
namespace {

constexpr std::string_view utf8_bom = "\xEF\xBB\xBF";

bool is_blank(std::string_view line) {
    return std::ranges::all_of(line, [](char byte) { return byte == ' ' || byte == '\t' || byte == '\r'; });
}

size_t last_newline(std::string_view text) {
    const void* found = text.empty() ? nullptr : memrchr(text.data(), '\n', text.size());
    return found ? static_cast<size_t>(static_cast<const char*>(found) - text.data()) : text.npos;
}

class LineSplitter final : public Splitter {
public:
    explicit LineSplitter(bool blank_is_record) : blank_is_record_(blank_is_record) {}

    void restart() override {
        last_ = 0;
        content_ = false;
    }

    size_t scan(const char* text, size_t from, size_t to) override {
        std::string_view fresh(text + from, to - from);
        size_t end = last_newline(fresh);
        const bool goes_on = content_; // the line that `from` stands in has more than blanks so far
        content_ =
            !is_blank(end == fresh.npos ? fresh : fresh.substr(end + 1)) || (end == fresh.npos && goes_on);
        while (end != fresh.npos) {
            size_t before = last_newline(fresh.substr(0, end));
            size_t begin = before == fresh.npos ? 0 : before + 1;
            if (blank_is_record_ || !is_blank(fresh.substr(begin, end - begin)) || (begin == 0 && goes_on)) {
                last_ = from + end + 1;
                break;
            }
            end = before;
        }
        return last_;
    }

private:
    bool blank_is_record_;
    size_t last_ = 0;      // past the last whole record
    bool content_ = false; // there is more than blanks after the last newline
};

/// Calls `line(begin, end)` for each line, `end` being before its LF or at the text's end.
template <typename Line>
void each_line(std::string_view text, Line&& line) {
    for (size_t begin = 0; begin < text.size();) {
        const void* found = std::memchr(text.data() + begin, '\n', text.size() - begin);
        size_t end = found ? static_cast<size_t>(static_cast<const char*>(found) - text.data()) : text.size();
        line(begin, end);
        begin = end + 1;
    }
}

class LineSlicer final : public Slicer {
public:
    explicit LineSlicer(bool blank_is_record) : blank_is_record_(blank_is_record) {}

    void slice(std::string_view text, Slices& slices) override {
        slices.ends.clear();
        slices.lines = count_lines(text);
        each_line(text, [&](size_t begin, size_t end) {
            if (end == text.size()) return;
            if (blank_is_record_ || !is_blank(text.substr(begin, end - begin)))
                slices.ends.push_back(static_cast<uint32_t>(end + 1));
        });
    }

private:
    bool blank_is_record_;
};

size_t count_newlines(std::string_view text) {
    return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// No record ends there, but messages count them as lines, as they do in every format.
size_t count_lone_crs(std::string_view text) {
    size_t count = 0;
    for (size_t i = 0; i + 1 < text.size(); ++i) count += text[i] == '\r' && text[i + 1] != '\n';
    return count + text.ends_with('\r');
}

} // namespace

std::unique_ptr<Splitter> make_line_splitter(bool blank_is_record) {
    return std::make_unique<LineSplitter>(blank_is_record);
}

std::unique_ptr<Slicer> make_line_slicer(bool blank_is_record) {
    return std::make_unique<LineSlicer>(blank_is_record);
}

void LineIndex::build(std::string_view text, bool blank_is_record) {
    const size_t newlines = count_newlines(text);
    lines_ = newlines + count_lone_crs(text);
    if (begin_.size() < newlines + 1)
        for (auto* list : {&raw_begin_, &raw_end_, &begin_, &end_}) list->resize(newlines + 1);
    size_t count = 0;
    uint32_t raw_begin = 0;
    each_line(text, [&](size_t begin, size_t end) {
        size_t stop = end < text.size() && end > begin && text[end - 1] == '\r' ? end - 1 : end;
        if (!blank_is_record && is_blank(text.substr(begin, stop - begin))) return;
        raw_begin_[count] = raw_begin;
        begin_[count] = static_cast<uint32_t>(begin);
        end_[count] = static_cast<uint32_t>(stop);
        raw_begin = raw_end_[count] = static_cast<uint32_t>(std::min(end + 1, text.size()));
        ++count;
    });
    size_ = count;
    trailing_ = text.substr(raw_begin);
}

void LineIndex::keep(size_t to, size_t from) {
    for (auto* list : {&raw_begin_, &raw_end_, &begin_, &end_}) (*list)[to] = (*list)[from];
}

void LineIndex::describe(Layout& layout, size_t count) const {
    layout.records = count;
    layout.raw_begin = raw_begin_.data();
    layout.raw_end = raw_end_.data();
    layout.begin = begin_.data();
}

size_t count_records(std::string_view text, bool blank_is_record) {
    if (blank_is_record) return count_newlines(text) + (!text.empty() && text.back() != '\n');
    size_t count = 0;
    each_line(text, [&](size_t begin, size_t end) { count += !is_blank(text.substr(begin, end - begin)); });
    return count;
}

std::optional<LineHead> line_head(std::string_view text, uint64_t skip_lines, bool final) {
    if (text.size() < utf8_bom.size() && !final) return std::nullopt;
    LineHead head;
    head.bom = text.starts_with(utf8_bom);
    head.size = head.bom ? utf8_bom.size() : 0;
    for (; skip_lines; --skip_lines) {
        size_t end = text.find('\n', head.size);
        if (end == text.npos && !final) return std::nullopt;
        head.size = std::min(end, text.size() - 1) + 1;
        if (head.size == text.size()) break;
    }
    return head;
}

std::string_view first_newline(std::string_view text) {
    size_t end = text.find('\n');
    return end != text.npos && end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
}

} // namespace rowkit
