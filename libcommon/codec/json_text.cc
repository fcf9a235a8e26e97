// JSON values as text: strings with their escapes, numbers, white space.
#include "codec/json_text.h"

#include "codec/cell.h"
#include "codec/json_escape.h"

namespace rowkit {
namespace {

int hex(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    byte = static_cast<char>(byte | 0x20);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/// The four hex digits at `at`, or -1.
int code_unit(std::string_view raw, size_t at) {
    if (at + 4 > raw.size()) return -1;
    int unit = 0;
    for (size_t i = at; i < at + 4; ++i) {
        int digit = hex(raw[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

void append_utf8(uint32_t code, Buffer& out) {
    char bytes[4];
    size_t size = 0;
    auto put = [&](uint32_t byte) { bytes[size++] = static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
    out.append(bytes, size);
}

/// Undoes the \u escape (and the second half of a pair) at raw[at], a backslash. Returns its size, 0: it is
/// none.
size_t append_code(std::string_view raw, size_t at, Buffer& out) {
    int unit = code_unit(raw, at + 2);
    if (unit < 0) return 0;
    uint32_t code = static_cast<uint32_t>(unit);
    size_t size = 6;
    if (unit >= 0xD800 && unit <= 0xDFFF) {
        code = 0xFFFD;
        bool paired = unit < 0xDC00 && raw.substr(at + 6).starts_with("\\u");
        int low = paired ? code_unit(raw, at + 8) : -1;
        if (low >= 0xDC00 && low <= 0xDFFF) {
            code =
                0x10000 + (static_cast<uint32_t>(unit - 0xD800) << 10) + static_cast<uint32_t>(low - 0xDC00);
            size = 12;
        }
    }
    append_utf8(code, out);
    return size;
}

const char* skip_digits(const char* at, const char* end) {
    while (at < end && *at >= '0' && *at <= '9') ++at;
    return at;
}

/// The end of a number's sign, digits and fraction; null where they are none.
const char* plain_end(const char* at, const char* end) {
    if (at < end && *at == '-') ++at;
    const char* digits = at;
    at = skip_digits(at, end);
    if (at == digits || (*digits == '0' && at > digits + 1)) return nullptr;
    if (at < end && *at == '.') {
        digits = ++at;
        at = skip_digits(at, end);
        if (at == digits) return nullptr;
    }
    return at;
}

} // namespace

char* write_json_escape(char byte, char* to) {
    *to++ = '\\';
    switch (byte) {
    case '"':
    case '\\': *to++ = byte; return to;
    case '\n': *to++ = 'n'; return to;
    case '\t': *to++ = 't'; return to;
    case '\r': *to++ = 'r'; return to;
    case '\b': *to++ = 'b'; return to;
    case '\f': *to++ = 'f'; return to;
    default: {
        static constexpr char digits[] = "0123456789abcdef";
        const char code[] = {'u', '0', '0', digits[(byte >> 4) & 15], digits[byte & 15]};
        std::memcpy(to, code, sizeof code);
        return to + sizeof code;
    }
    }
}

void append_json_string(std::string_view text, Buffer& out, bool padded) {
    constexpr size_t most = json_piece_room + 2; // the quotes too
    char* start = out.room(text.size() + 2 * most);
    const char* stop = out.data() + out.capacity();
    char* to = start;
    *to++ = '"';
    const auto* from = reinterpret_cast<const uint8_t*>(text.data());
    for (size_t left = text.size(); left;) {
        if (static_cast<size_t>(stop - to) < most) [[unlikely]] { // many escapes
            out.advance(static_cast<size_t>(to - start));
            start = to = out.room(left * 2 + 2 * most);
            stop = out.data() + out.capacity();
        }
        if (left >= 16 || padded) {
            size_t size = left < 16 ? left : 16;
            to = write_json_piece(from, size, to);
            from += size;
            left -= size;
        } else {
            uint8_t piece[16] = {};
            std::memcpy(piece, from, left);
            to = write_json_piece(piece, left, to);
            left = 0;
        }
    }
    *to++ = '"';
    out.advance(static_cast<size_t>(to - start));
}

std::string json_string(std::string_view text) {
    Buffer out;
    append_json_string(text, out);
    return std::string(out.view());
}

bool is_plain_number(std::string_view text) {
    const char* end = text.data() + text.size();
    return plain_end(text.data(), end) == end && !text.empty();
}

bool is_json_number(std::string_view text) {
    const char* end = text.data() + text.size();
    const char* at = plain_end(text.data(), end);
    if (!at) return false;
    if (at == end) return true;
    if (*at != 'e' && *at != 'E') return false;
    ++at;
    if (at < end && (*at == '+' || *at == '-')) ++at;
    return at < end && skip_digits(at, end) == end;
}

void append_json_text(std::string_view raw, Buffer& out) {
    for (size_t at = 0; at < raw.size();) {
        size_t found = raw.find('\\', at);
        if (found == std::string_view::npos) found = raw.size();
        out.append(raw.substr(at, found - at));
        at = found;
        if (at + 1 >= raw.size()) {
            out.append(raw.substr(at)); // nothing, or a backslash that escapes nothing
            break;
        }
        char byte = raw[at + 1];
        switch (byte) {
        case '"':
        case '\\':
        case '/': break;
        case 'b': byte = '\b'; break;
        case 'f': byte = '\f'; break;
        case 'n': byte = '\n'; break;
        case 'r': byte = '\r'; break;
        case 't': byte = '\t'; break;
        case 'u':
            if (size_t size = append_code(raw, at, out)) {
                at += size;
                continue;
            }
            [[fallthrough]];
        default: out.push_back('\\');
        }
        out.push_back(byte);
        at += 2;
    }
}

void append_compact_json(std::string_view raw, Buffer& out) {
    char* to = out.room(raw.size());
    char* const begin = to;
    bool inside = false;
    for (size_t i = 0; i < raw.size(); ++i) {
        char byte = raw[i];
        if (!inside && is_json_space(byte)) continue;
        *to++ = byte;
        if (byte == '"') inside = !inside;
        else if (byte == '\\' && inside && i + 1 < raw.size()) *to++ = raw[++i];
    }
    out.advance(static_cast<size_t>(to - begin));
}

} // namespace rowkit
