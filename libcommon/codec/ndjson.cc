// NDJSON: a JSON object a line. Reading; writing is json_encoder.cc.
#include "codec/format.h"
#include "codec/json_reader.h"
#include "codec/line_index.h"
#include "codec/scan.h"

#include <cstring>

namespace rowkit {
namespace {

constexpr std::string_view bom = "\xEF\xBB\xBF";

/// Past the last byte of text[from, to) that is not white space; `from` where all is.
size_t content_end(const char* text, size_t from, size_t to) {
    while (to > from && is_json_space(text[to - 1])) --to;
    return to;
}

/// Cuts after newlines that end a line with something in it: a blank line belongs to the record after it.
class NdjsonSplitter final : public Splitter {
public:
    void restart() override {
        cut_ = 0;
        open_ = false;
    }

    size_t scan(const char* text, size_t from, size_t to) override {
        const size_t content = content_end(text, from, to);
        if (content == from) { // nothing but white space is new
            if (open_) end_line(text, from, to);
            return cut_;
        }
        const bool was_open = open_;
        open_ = true;
        if (end_line(text, content, to)) return cut_;
        // The last line has no end yet: the cut is after the one before.
        const auto* newline = static_cast<const char*>(::memrchr(text + from, '\n', content - from));
        if (!newline) return cut_;
        const size_t before = content_end(text, from, static_cast<size_t>(newline - text));
        if (before > from || was_open) {
            end_line(text, before, to);
            open_ = true;
        }
        return cut_;
    }

private:
    bool end_line(const char* text, size_t from, size_t to) {
        const auto* newline = static_cast<const char*>(std::memchr(text + from, '\n', to - from));
        if (!newline) return false;
        cut_ = static_cast<size_t>(newline - text) + 1;
        open_ = false;
        return true;
    }

    size_t cut_ = 0;
    bool open_ = false; // something stands after the last newline
};

void find_lines(std::string_view text, bool last, JsonSpans& spans) {
    const char* base = text.data();
    size_t raw_begin = 0;
    for (size_t at = 0; at < text.size();) {
        const auto* newline = static_cast<const char*>(std::memchr(base + at, '\n', text.size() - at));
        if (!newline && !last) break;
        const size_t end = newline ? static_cast<size_t>(newline - base) : text.size();
        const size_t next = newline ? end + 1 : end;
        size_t begin = at;
        while (begin < end && is_json_space(base[begin])) ++begin;
        if (begin < end) {
            spans.add(raw_begin, next, begin, content_end(base, begin, end));
            raw_begin = next;
            spans.open_end = !newline;
        }
        at = next;
    }
    spans.trailing = raw_begin;
    spans.lines = count_lines(text);
}

class NdjsonIndexer final : public JsonIndexer {
public:
    using JsonIndexer::JsonIndexer;

private:
    void find(std::string_view text, bool last, JsonSpans& spans) override { find_lines(text, last, spans); }
};

class NdjsonReader final : public JsonReader {
public:
    using JsonReader::JsonReader;

    std::unique_ptr<Splitter> splitter() const override { return std::make_unique<NdjsonSplitter>(); }
    std::unique_ptr<Indexer> indexer() const override { return std::make_unique<NdjsonIndexer>(rules()); }
    std::unique_ptr<Slicer> slicer() const override { return make_line_slicer(false); }

private:
    std::optional<Start> head(std::string_view text, bool final, Dialect& dialect) override {
        if (!final && text.size() < bom.size()) return std::nullopt;
        Start start;
        dialect.bom = text.starts_with(bom);
        if (dialect.bom) {
            start.header.line = bom;
            start.consumed = bom.size();
        }
        return start;
    }
    void find(std::string_view text, bool last, JsonSpans& spans) const override {
        find_lines(text, last, spans);
    }
};

} // namespace

std::unique_ptr<Reader> make_ndjson_reader(const Dialect& dialect, const ReadOptions& options,
                                           const Demand& demand) {
    return std::make_unique<NdjsonReader>(dialect, options, demand);
}

} // namespace rowkit
