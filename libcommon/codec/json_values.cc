// Cells written as JSON values.
#include "codec/json_values.h"

#include "base/error.h"
#include "codec/json_index.h"
#include "codec/json_text.h"

#include <fmt/core.h>

namespace rowkit {
namespace {

/// find_first_of() would go byte by byte.
bool holds_newline(std::string_view text) {
    return text.find('\n') != std::string_view::npos || text.find('\r') != std::string_view::npos;
}

/// Whether the text is a plain JSON number; it begins with a digit or a minus sign.
inline bool is_number(std::string_view text, bool padded) {
#if defined(__SSE2__)
    if (padded && text.size() <= 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data()));
        const __m128i off = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
        const __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(off, _mm_set1_epi8(9)), off);
        const unsigned sign = text[0] == '-';
        const unsigned size = static_cast<unsigned>(text.size()) - sign; // of what follows the sign
        // A bit for each byte after the sign that is no digit.
        unsigned other = (~static_cast<unsigned>(_mm_movemask_epi8(digit)) >> sign) & ((1U << size) - 1);
        const char first = text.data()[sign];
        if (other == 0) return size > 0 && (first != '0' || size == 1);
        const auto dot = static_cast<unsigned>(std::countr_zero(other));
        return (other & (other - 1)) == 0 && text[sign + dot] == '.' && dot > 0 && dot + 1 < size &&
               (first != '0' || dot == 1);
    }
#endif
    (void)padded;
    return is_plain_number(text);
}

[[noreturn]] void refuse(std::string_view name, std::string_view text, std::string_view what) {
    std::string shown(text.substr(0, 60));
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    throw Error(
        Exit::bad_data, {},
        fmt::format("column \"{}\": \"{}\"{} is not {}", name, shown, text.size() > 60 ? "..." : "", what),
        fmt::format("--type {}=string writes it as text", name));
}

/// Text in a column whose type is given.
void write_typed(std::string_view text, JsonType type, bool padded, bool lines, std::string_view name,
                 JsonOut& out) {
    switch (type) {
    case JsonType::free:
    case JsonType::text:
    case JsonType::string: return write_json_string(text, padded, out);
    case JsonType::number:
        if (!is_json_number(text)) refuse(name, text, "a number as JSON writes it");
        return out.raw(text, padded);
    case JsonType::boolean:
        if (text != "true" && text != "false") refuse(name, text, "true or false");
        return out.raw(text, padded);
    case JsonType::json: break;
    }
    Buffer copy(text.size()); // with the padding that the walk wants
    copy.append(text);
    std::string fault = json_fault(copy.view(), true);
    if (!fault.empty()) refuse(name, text, fmt::format("JSON ({})", fault));
    if (lines && holds_newline(text)) {
        Buffer compact;
        append_compact_json(text, compact);
        return out.raw(compact.view(), true);
    }
    out.raw(text, padded);
}

void write_json(const Cell& cell, JsonType type, bool padded, bool foreign, bool lines, std::string_view name,
                Buffer& scratch, JsonOut& out) {
    const bool mended = type > JsonType::text || (foreign && cell.form == Form::json_string);
    if (mended) {
        // Strings are numbers in a column of numbers, if they look so; numbers are strings in a column of
        // strings.
        if (cell.form == Form::json_string || type == JsonType::string) {
            std::string_view text = text_of(cell, scratch);
            return write_typed(text, type, text.data() == scratch.data(), lines, name, out);
        }
        bool fits = type == JsonType::json || (type == JsonType::number && cell.form == Form::json_number) ||
                    (type == JsonType::boolean && cell.form == Form::json_literal);
        if (!fits) refuse(name, cell.raw(), type == JsonType::number ? "a number" : "true or false");
    }
    if (cell.form == Form::json_nested && lines && holds_newline(cell.raw())) {
        scratch.clear();
        append_compact_json(cell.raw(), scratch);
        return out.raw(scratch.view(), true);
    }
    out.raw(cell.raw(), padded);
}

} // namespace

void JsonOut::grow(size_t bytes) {
    if (to) settle();
    to = buffer_.room(bytes + 256);
    stop_ = buffer_.data() + buffer_.capacity();
}

void write_json_string(std::string_view text, bool padded, JsonOut& out) {
    const auto* from = reinterpret_cast<const uint8_t*>(text.data());
    size_t left = text.size();
    out.room(left + json_piece_room);
    *out.to++ = '"';
    while (left >= 16) {
        out.to = write_json_piece(from, 16, out.to);
        from += 16;
        left -= 16;
        out.room(left + json_piece_room);
    }
    if (left && padded) {
        out.to = write_json_piece(from, left, out.to);
    } else if (left) {
        uint8_t piece[16] = {};
        std::memcpy(piece, from, left);
        out.to = write_json_piece(piece, left, out.to);
    }
    *out.to++ = '"';
}

void write_free_text(std::string_view text, bool padded, JsonOut& out) {
    const char first = text.empty() ? '\0' : text[0];
    const bool literal = (first == 't' && text == "true") || (first == 'f' && text == "false");
    if (literal || ((first == '-' || (first >= '0' && first <= '9')) && is_number(text, padded)))
        return out.raw(text, padded);
    write_json_string(text, padded, out);
}

void write_value(const Cell& cell, JsonType type, bool padded, bool foreign, bool lines,
                 std::string_view name, Buffer& scratch, JsonOut& out) {
    std::string_view text = cell.raw();
    switch (cell.form) {
    case Form::null:
    case Form::missing: return out.raw("null", false);
    case Form::json_string:
    case Form::json_number:
    case Form::json_literal:
    case Form::json_nested: return write_json(cell, type, padded, foreign, lines, name, scratch, out);
    case Form::plain: break;
    case Form::text:
        if (type == JsonType::free) return write_json_string(text, padded, out);
        break;
    case Form::quoted:
        // The common case, nothing doubled, is the text between the quotes.
        text = text_of(cell, scratch);
        padded = padded || text.data() == scratch.data();
        break;
    case Form::escaped:
        text = text_of(cell, scratch);
        padded = true;
        break;
    }
    if (type == JsonType::free) return write_free_text(text, padded, out);
    write_typed(text, type, padded, lines, name, out);
}

} // namespace rowkit
