// One value of a record: undoing what its format did to the text.
#include "codec/cell.h"

namespace rowkit {

void append_unquoted(std::string_view raw, char quote, Buffer& out) {
    const char* at = raw.data() + 1;
    const char* end = raw.data() + raw.size();
    while (at < end) {
        const char* found = static_cast<const char*>(std::memchr(at, quote, static_cast<size_t>(end - at)));
        if (!found) break;
        if (found + 1 < end && found[1] == quote) { // a doubled quote is one
            out.append(at, static_cast<size_t>(found + 1 - at));
            at = found + 2;
            continue;
        }
        out.append(at, static_cast<size_t>(found - at)); // the closing quote; the rest is literal
        at = found + 1;
        break;
    }
    out.append(at, static_cast<size_t>(end - at));
}

void append_unescaped(std::string_view raw, Buffer& out) {
    for (size_t i = 0; i < raw.size(); ++i) {
        char byte = raw[i];
        if (byte == '\\' && i + 1 < raw.size()) {
            char next = raw[i + 1];
            char meant = next == 't'    ? '\t'
                         : next == 'n'  ? '\n'
                         : next == 'r'  ? '\r'
                         : next == '\\' ? '\\'
                                        : '\0';
            if (meant) {
                byte = meant;
                ++i;
            }
        }
        out.push_back(byte);
    }
}

std::string_view text_of(const Cell& cell, Buffer& scratch) {
    switch (cell.form) {
    case Form::null:
    case Form::missing: return {};
    case Form::plain:
    case Form::text:
    case Form::json_number:
    case Form::json_literal:
    case Form::json_nested: return cell.raw();
    case Form::quoted: {
        std::string_view inner = cell.raw().substr(1);
        size_t close = inner.find(cell.quote);
        if (close + 1 == inner.size()) return inner.substr(0, close); // the common case: nothing to undo
        scratch.clear();
        append_unquoted(cell.raw(), cell.quote, scratch);
        return scratch.view();
    }
    case Form::escaped:
        scratch.clear();
        append_unescaped(cell.raw(), scratch);
        return scratch.view();
    case Form::json_string: {
        std::string_view inner = cell.raw().substr(1, cell.size - 2);
        if (inner.find('\\') == std::string_view::npos) return inner;
        scratch.clear();
        append_json_text(inner, scratch);
        return scratch.view();
    }
    }
    return {};
}

} // namespace rowkit
