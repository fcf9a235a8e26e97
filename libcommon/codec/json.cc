// JSON: an array of objects, one object, or objects one after another. Reading; writing is json_encoder.cc.
//
// In an array, blocks are cut before commas. A record's raw bytes begin with its comma, those of the file's
// first record with the array's bracket, so that an encoder can drop or change one byte.
#include "base/error.h"
#include "codec/format.h"
#include "codec/json_reader.h"
#include "codec/json_scan.h"
#include "codec/scan.h"

#include <fmt/core.h>

namespace rowkit {
namespace {

constexpr std::string_view bom = "\xEF\xBB\xBF";

size_t skip_space(std::string_view text, size_t at) {
    while (at < text.size() && is_json_space(text[at])) ++at;
    return at;
}
size_t trim_space(std::string_view text, size_t from, size_t to) {
    while (to > from && is_json_space(text[to - 1])) --to;
    return to;
}

/// The first byte that says something; the text's size where there is none yet.
size_t first_token(std::string_view text) {
    if (text.size() < bom.size() && bom.starts_with(text)) return text.size();
    return skip_space(text, text.starts_with(bom) ? bom.size() : 0);
}

class JsonSplitter final : public Splitter {
public:
    void restart() override {
        // In an array the text goes on at a comma, but for the first time.
        const bool array = state_.array;
        state_ = {};
        state_.array = array;
        state_.depth = array;
        cut_ = 0;
        closed_ = 0;
    }

    size_t scan(const char* text, size_t from, size_t to) override {
        if (!known_) {
            const size_t first = first_token({text, to});
            if (first == to) return 0;
            known_ = true;
            state_.array = text[first] == '[';
            from = 0;
        }
        if (!closed_) {
            marks_.clear();
            find_json_marks(text, from, to, state_, marks_);
            for (uint32_t mark : marks_) {
                if (!state_.array) {
                    cut_ = mark + 1;
                } else if (text[mark] == ',') {
                    cut_ = mark;
                } else {
                    closed_ = from = mark + 1;
                    break;
                }
            }
        }
        // What follows the array's end is an error, and is no record to wait for.
        if (closed_ && skip_space({text, to}, from) < to) cut_ = to;
        return cut_;
    }

private:
    JsonScanState state_;
    std::vector<uint32_t> marks_;
    bool known_ = false;
    size_t cut_ = 0;
    size_t closed_ = 0; // past the array's end
};

void set_broken(JsonSpans& spans, size_t offset, size_t size, const char* reason) {
    spans.broken.offset = offset;
    spans.broken.size = size;
    spans.broken.reason = reason;
    spans.broken.truncated = true; // there is nothing to go on from
}

/// `text` begins with the bracket of the array or a comma.
void find_elements(std::string_view text, bool last, const std::vector<uint32_t>& marks, JsonSpans& spans) {
    size_t separator = 0;
    bool closed = false;
    spans.trailing = text.size();
    for (size_t i = 0; i <= marks.size() && !closed; ++i) {
        const size_t end = i < marks.size() ? marks[i] : text.size();
        const bool cut_off = i == marks.size() && last;
        closed = i < marks.size() && text[end] != ',';
        if (separator == 0 && end == 0) continue; // the comma that the text begins with
        const size_t begin = skip_space(text, separator + 1);
        if (begin < end) {
            const size_t body_end = trim_space(text, begin, end);
            spans.add(separator, closed || cut_off ? body_end : end, begin, body_end);
            spans.trailing = spans.raw_end.back();
            spans.open_end = cut_off;
        } else if (closed && text[separator] == '[') {
            spans.trailing = separator + 1; // an empty array
        } else if (cut_off) {
            return set_broken(spans, text.size(), 0, "the array is not closed");
        } else {
            return set_broken(spans, separator, end - separator, "an element of the array is missing");
        }
        separator = end;
    }
    if (!closed) {
        if (last) set_broken(spans, text.size(), 0, "the array is not closed");
        return;
    }
    const size_t after = skip_space(text, separator + 1);
    if (after < text.size())
        set_broken(spans, after, text.size() - after, "there is text after the end of the array");
}

void find_values(std::string_view text, const std::vector<uint32_t>& marks, bool last, JsonSpans& spans) {
    size_t raw_begin = 0;
    for (uint32_t mark : marks) {
        spans.add(raw_begin, mark + 1, skip_space(text, raw_begin), mark + 1);
        raw_begin = mark + 1;
    }
    spans.trailing = raw_begin;
    const size_t begin = skip_space(text, raw_begin);
    if (begin == text.size() || !last) return;
    const size_t end = trim_space(text, begin, text.size());
    spans.add(raw_begin, end, begin, end);
    spans.trailing = end;
    spans.open_end = true;
}

void find_records(std::string_view text, bool array, bool last, JsonSpans& spans,
                  std::vector<uint32_t>& marks) {
    JsonScanState state;
    state.array = array;
    state.depth = array && !text.starts_with('[');
    marks.clear();
    find_json_marks(text.data(), 0, text.size(), state, marks);
    if (array) find_elements(text, last, marks, spans);
    else find_values(text, marks, last, spans);
    spans.lines = count_lines(text);
}

bool is_array(const Dialect& dialect) { return dialect.delimiter != '\n'; }

class JsonTextIndexer final : public JsonIndexer {
public:
    using JsonIndexer::JsonIndexer;

private:
    void find(std::string_view text, bool last, JsonSpans& spans) override {
        find_records(text, is_array(rules().dialect), last, spans, marks_);
    }
    std::vector<uint32_t> marks_;
};

class JsonTextReader final : public JsonReader {
public:
    using JsonReader::JsonReader;

    std::unique_ptr<Splitter> splitter() const override { return std::make_unique<JsonSplitter>(); }
    std::unique_ptr<Indexer> indexer() const override { return std::make_unique<JsonTextIndexer>(rules()); }

private:
    std::optional<Start> head(std::string_view text, bool final, Dialect& dialect) override {
        const size_t first = first_token(text);
        if (first == text.size() && !final) return std::nullopt;
        Start start;
        dialect.bom = text.starts_with(bom);
        const bool array = first < text.size() && text[first] == '[';
        dialect.delimiter = array ? ',' : '\n';
        start.consumed = array ? first : dialect.bom ? bom.size() : 0;
        start.header.line = text.substr(0, start.consumed + array);
        if (!array && first < text.size() && text[first] != '{') {
            size_t line = 1 + count_lines(text.substr(0, first));
            throw Error(Exit::bad_data, fmt::format(":{}", line),
                        "it is not JSON: there is no [ or { at its start", "--from names another format");
        }
        return start;
    }
    void find(std::string_view text, bool last, JsonSpans& spans) const override {
        std::vector<uint32_t> marks;
        find_records(text, is_array(dialect()), last, spans, marks);
    }
};

} // namespace

std::unique_ptr<Reader> make_json_reader(const Dialect& dialect, const ReadOptions& options,
                                         const Demand& demand) {
    return std::make_unique<JsonTextReader>(dialect, options, demand);
}

} // namespace rowkit
