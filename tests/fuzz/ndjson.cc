// Fuzz: NDJSON and JSON read at once, in pieces, and by a reader too plain to be wrong give the same cells.
#include "read_all.h"

#include <cctype>

using namespace rowkit;

namespace {

/// Whether the text is UTF-8: shortest forms, no surrogates, nothing past U+10FFFF.
bool is_utf8(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const size_t size = lead < 0x80   ? 1
                            : lead < 0xC0 ? 0
                            : lead < 0xE0 ? 2
                            : lead < 0xF0 ? 3
                            : lead < 0xF8 ? 4
                                          : 0;
        if (size == 0 || at + size > text.size()) return false;
        uint32_t code = size == 1 ? lead : lead & (0xFFu >> (size + 1));
        for (size_t i = 1; i < size; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + i]);
            if (byte >> 6 != 2) return false;
            code = code << 6 | (byte & 0x3Fu);
        }
        constexpr uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
        at += size;
    }
    return true;
}

/// A parser by recursion that accepts JSON and nothing else.
class Naive {
public:
    explicit Naive(std::string_view text) : text_(text) {}

    /// The cells of an object as fuzz::Reading has them. False: it is none, or there is more.
    bool object(std::string& cells) {
        space();
        if (!take('{')) return false;
        space();
        if (take('}')) return at_end();
        do {
            space();
            std::string key;
            if (!string(&key)) return false;
            space();
            if (!take(':')) return false;
            space();
            const size_t begin = at_;
            std::string text;
            if (!value(2, &text)) return false;
            const bool null = text_.substr(begin, at_ - begin) == "null";
            cells += key + (null ? "~" : "=" + text) + '\x1e';
            space();
        } while (take(','));
        return take('}') && at_end();
    }

private:
    bool at_end() {
        space();
        return at_ == text_.size();
    }
    void space() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }
    bool take(char byte) {
        if (at_ == text_.size() || text_[at_] != byte) return false;
        ++at_;
        return true;
    }
    bool word(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }
    size_t digits() {
        const size_t begin = at_;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
        return at_ - begin;
    }

    bool value(size_t depth, std::string* text) {
        const size_t begin = at_;
        if (at_ == text_.size()) return false;
        bool good;
        switch (text_[at_]) {
        case '"': return string(text);
        case '{':
        case '[': good = depth <= 1024 && nested(depth); break;
        case 't': good = word("true"); break;
        case 'f': good = word("false"); break;
        case 'n': good = word("null"); break;
        default: good = number();
        }
        if (good && text) *text = text_.substr(begin, at_ - begin);
        return good;
    }
    bool nested(size_t depth) {
        const bool object = text_[at_++] == '{';
        const char close = object ? '}' : ']';
        space();
        if (take(close)) return true;
        do {
            space();
            if (object) {
                if (!string(nullptr)) return false;
                space();
                if (!take(':')) return false;
                space();
            }
            if (!value(depth + 1, nullptr)) return false;
            space();
        } while (take(','));
        return take(close);
    }
    bool number() {
        take('-');
        const size_t begin = at_;
        const size_t whole = digits();
        if (whole == 0 || (whole > 1 && text_[begin] == '0')) return false;
        if (take('.') && digits() == 0) return false;
        if (take('e') || take('E')) {
            if (!take('+')) take('-');
            if (digits() == 0) return false;
        }
        return true;
    }
    bool string(std::string* text) {
        if (!take('"')) return false;
        std::string raw;
        while (!take('"')) {
            if (at_ == text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20) return false;
            if (text_[at_] == '\\') {
                if (at_ + 1 == text_.size()) return false;
                const char escape = text_[at_ + 1];
                if (std::string_view("\"\\/bfnrtu").find(escape) == std::string_view::npos) return false;
                for (size_t i = 0; escape == 'u' && i < 4; ++i)
                    if (at_ + 2 + i >= text_.size() ||
                        !std::isxdigit(static_cast<unsigned char>(text_[at_ + 2 + i])))
                        return false;
                raw += text_[at_++];
            }
            raw += text_[at_++];
        }
        if (!text) return true;
        Buffer decoded;
        append_json_text(raw, decoded); // has tests of its own
        *text = decoded.view();
        return true;
    }

    std::string_view text_;
    size_t at_ = 0;
};

/// NDJSON under --strict: all records up to the first bad one.
void compare(std::string_view text) {
    ReadOptions options;
    options.strict = true;
    const fuzz::Reading reading =
        fuzz::read_both_ways(format_of(FormatId::ndjson).dialect, options, text, text.size() * 31 + 7);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<std::string> records;
    bool bad = false;
    while (!text.empty() && !bad) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        std::string cells;
        bad = !is_utf8(line) || !Naive(line).object(cells);
        if (!bad) records.push_back(cells);
    }
    // A first record that is broken is told when the columns are sought.
    if (records != reading.records || bad != (!reading.bad.empty() || !reading.start_fault.empty())) {
        std::fprintf(stderr, "%zu records, %zu bad; should be %zu, %d\n", reading.records.size(),
                     reading.bad.size(), records.size(), bad);
        for (const std::string& one : reading.reasons) std::fprintf(stderr, "bad: %s\n", one.c_str());
        std::abort();
    }
}

} // namespace

/// The first byte says which format and options; the rest is the text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const uint8_t how = data[0];
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    compare(text);

    ReadOptions options;
    options.flat = how & 2;
    options.strict = how & 4;
    options.on_bad = how & 8 ? OnBad::skip : how & 16 ? OnBad::keep : OnBad::fail;
    const Dialect& dialect = format_of(how & 1 ? FormatId::json : FormatId::ndjson).dialect;
    const fuzz::Reading reading = fuzz::read_both_ways(dialect, options, text, how);
    if (options.on_bad == OnBad::fail && reading.bad.size() > 1) std::abort();
    size_t at = 0; // the records' bytes are those of the input
    for (const std::string& raw : reading.raw) {
        const size_t found = text.find(raw, at);
        if (found == std::string_view::npos) std::abort();
        at = found + raw.size();
    }
    return 0;
}
