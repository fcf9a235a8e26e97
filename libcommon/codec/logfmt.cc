// logfmt: `level=info msg="a \"b\" c" took=3ms flag`.
//
// Fields stand between blanks or TABs; a key alone, or with nothing after its `=`, is null. A value that
// begins with a double quote ends with one, and holds JSON's escapes; other escapes and control characters in
// it are themselves. Written, a value is quoted only where it is empty text or holds a blank, `=`, `"` or a
// control character.
#include "codec/format.h"
#include "codec/keyed.h"

#include <fmt/core.h>

namespace rowkit {
namespace {

bool is_gap(char byte) { return byte == ' ' || byte == '\t'; }
bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; }

/// Bytes after a backslash that are a JSON escape: 0, 1, or 5 for \uXXXX.
size_t escape_size(const char* at, const char* end) {
    if (at == end) return 0;
    if (*at != 'u') return std::string_view("\"\\/bfnrt").find(*at) != std::string_view::npos;
    if (end - at < 5) return 0;
    for (int i = 1; i < 5; ++i) {
        char byte = at[i] | 0x20;
        if (!(at[i] >= '0' && at[i] <= '9') && !(byte >= 'a' && byte <= 'f')) return 0;
    }
    return 5;
}

class LogfmtSyntax final : public FieldSyntax {
public:
    Outcome parse(const char* text, uint32_t begin, uint32_t stop, std::vector<Field>& fields,
                  const char*& reason) const override {
        const char* const end = text + stop;
        auto offset = [text](const char* at) { return static_cast<uint32_t>(at - text); };
        for (const char* at = text + begin;;) {
            while (at < end && is_gap(*at)) ++at;
            if (at == end) return Outcome::whole;
            Field field{};
            field.key_begin = offset(at);
            for (; at < end && *at != '=' && !is_gap(*at); ++at) {
                if (*at != '"') continue;
                reason = "a quote inside a key";
                return Outcome::bad;
            }
            field.key_end = offset(at);
            if (field.key_begin == field.key_end) {
                reason = "a value without a key";
                return Outcome::bad;
            }
            if (at < end && *at == '=') ++at;
            field.begin = offset(at);
            if (at < end && *at == '"' && text[field.begin - 1] == '=') {
                at = past_quote(at + 1, end, field.odd);
                if (!at) {
                    reason = "a quoted value is not closed";
                    return Outcome::open;
                }
                if (at < end && !is_gap(*at)) {
                    reason = "text right after a closing quote";
                    return Outcome::bad;
                }
            } else {
                while (at < end && !is_gap(*at)) ++at;
            }
            field.end = offset(at);
            fields.push_back(field);
        }
    }

    CellRule rule() const override { return CellRule::logfmt; }
    std::string_view hint() const override {
        return "a value that holds blanks is written key=\"a b\", with \\\" for a quote in it";
    }

    void mend(std::string_view value, Buffer& out) const override {
        const char* end = value.data() + value.size() - 1;
        out.push_back('"');
        for (const char* at = value.data() + 1; at < end; ++at) {
            if (*at == '\\') {
                size_t more = escape_size(at + 1, end);
                out.append(more ? std::string_view(at, more + 1) : std::string_view("\\\\"));
                at += more;
            } else if (is_control(*at)) {
                out.append(fmt::format("\\u{:04x}", static_cast<unsigned>(*at)));
            } else {
                out.push_back(*at);
            }
        }
        out.push_back('"');
    }

private:
    /// Past the quote that closes the value; null where none does. Sets `odd` where JSON would not read it.
    static const char* past_quote(const char* at, const char* end, bool& odd) {
        for (; at < end; ++at) {
            if (*at == '"') return at + 1;
            if (*at == '\\') {
                odd |= escape_size(at + 1, end) == 0;
                ++at;
            } else if (static_cast<unsigned char>(*at) < 0x20) {
                odd = true;
            }
        }
        return nullptr;
    }
};

class LogfmtEncoder final : public KeyedEncoder {
public:
    LogfmtEncoder(const Dialect& dialect, const Header& header)
        : KeyedEncoder(dialect, header, ' ', '=', " \t\n=\"") {}

private:
    void append_value(const Cell& cell, size_t, bool same_format, Buffer& out,
                      Buffer& scratch) const override {
        if (cell.is_null()) return;
        if (same_format) return out.append(cell.raw());
        std::string_view text = text_of(cell, scratch);
        bool plain = !text.empty();
        for (char byte : text)
            plain = plain && byte != ' ' && byte != '=' && byte != '"' && !is_control(byte);
        if (plain) return out.append(text);
        out.push_back('"');
        for (char byte : text) {
            if (byte == '"' || byte == '\\') {
                out.push_back('\\');
                out.push_back(byte);
            } else if (is_control(byte)) {
                const char* letter = byte == '\n'   ? "\\n"
                                     : byte == '\t' ? "\\t"
                                     : byte == '\r' ? "\\r"
                                                    : nullptr;
                out.append(letter ? std::string(letter)
                                  : fmt::format("\\u{:04x}", static_cast<unsigned>(byte)));
            } else {
                out.push_back(byte);
            }
        }
        out.push_back('"');
    }
};

} // namespace

std::unique_ptr<const FieldSyntax> make_logfmt_syntax() { return std::make_unique<LogfmtSyntax>(); }

std::unique_ptr<Reader> make_logfmt_reader(const Dialect& dialect, const ReadOptions& options,
                                           const Demand& demand) {
    return make_keyed_reader(std::make_unique<LogfmtSyntax>(), dialect, options, demand);
}

std::unique_ptr<Encoder> make_logfmt_encoder(const Dialect& dialect, const WriteOptions&,
                                             const Header& header) {
    return std::make_unique<LogfmtEncoder>(dialect, header);
}

} // namespace rowkit
