// The parts of a URL.
#include "data/url.h"

#include "data/percent.h"

#include <algorithm>

namespace rowkit {
namespace {

constexpr size_t npos = std::string_view::npos;

bool is_letter(char byte) {
    const char letter = static_cast<char>(byte | 0x20);
    return letter >= 'a' && letter <= 'z';
}
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

bool is_scheme(std::string_view text) {
    return !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, [](char byte) {
        return is_letter(byte) || is_digit(byte) || byte == '+' || byte == '-' || byte == '.';
    });
}

/// Cuts the rest after the first `mark` off.
std::optional<std::string_view> cut_behind(std::string_view& text, char mark) {
    const size_t at = text.find(mark);
    if (at == npos) return std::nullopt;
    const std::string_view behind = text.substr(at + 1);
    text = text.substr(0, at);
    return behind;
}

void read_authority(std::string_view text, UrlParts& parts) {
    if (const size_t at = text.rfind('@'); at != npos) {
        parts.user = text.substr(0, at);
        text.remove_prefix(at + 1);
    }
    const size_t bracket = text.starts_with('[') ? text.find(']') : npos;
    const size_t colon = text.rfind(':');
    if (colon != npos && (bracket == npos || colon > bracket)) {
        if (colon + 1 < text.size()) parts.port = text.substr(colon + 1);
        text = text.substr(0, colon);
    }
    parts.host = bracket == text.size() - 1 && bracket != npos ? text.substr(1, bracket - 1) : text;
}

} // namespace

UrlParts url_parts(std::string_view url) {
    UrlParts parts;
    parts.fragment = cut_behind(url, '#');
    parts.query = cut_behind(url, '?');
    const size_t colon = url.find_first_of(":/");
    if (colon != npos && url[colon] == ':' && is_scheme(url.substr(0, colon))) {
        parts.scheme = url.substr(0, colon);
        url.remove_prefix(colon + 1);
    }
    if (url.starts_with("//")) {
        url.remove_prefix(2);
        const size_t end = std::min(url.find('/'), url.size());
        read_authority(url.substr(0, end), parts);
        url.remove_prefix(end);
    }
    parts.path = url;
    return parts;
}

std::optional<std::string_view> query_value(std::string_view query, std::string_view name) {
    Buffer decoded;
    while (!query.empty()) {
        const size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const size_t equal = std::min(pair.find('='), pair.size());
        std::string_view found = pair.substr(0, equal);
        if (found.find_first_of("%+") != npos) {
            decoded.clear();
            append_percent_decoded(found, true, decoded);
            found = decoded.view();
        }
        if (found == name && !pair.empty()) return pair.substr(std::min(equal + 1, pair.size()));
    }
    return std::nullopt;
}

} // namespace rowkit
