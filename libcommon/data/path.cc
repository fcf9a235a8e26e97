// A place inside a JSON value: reading and writing its text.
#include "data/path.h"

#include <charconv>

namespace rowkit {
namespace {

/// Takes a key in backticks off the front of `rest`.
std::optional<std::string> take_quoted(std::string_view& rest) {
    std::string key;
    for (size_t at = 1; at < rest.size(); ++at) {
        if (rest[at] != '`') {
            key += rest[at];
        } else if (at + 1 < rest.size() && rest[at + 1] == '`') {
            key += rest[at++];
        } else {
            rest.remove_prefix(at + 1);
            return key;
        }
    }
    return std::nullopt;
}

std::optional<std::string> take_key(std::string_view& rest) {
    if (rest.starts_with('`')) return take_quoted(rest);
    const std::string_view key = rest.substr(0, rest.find_first_of(".[]`"));
    if (key.empty()) return std::nullopt;
    rest.remove_prefix(key.size());
    return std::string(key);
}

std::optional<size_t> take_index(std::string_view& rest) {
    size_t index = 0;
    const char* end = rest.data() + rest.size();
    const auto [stop, failure] = std::from_chars(rest.data() + 1, end, index);
    if (failure != std::errc() || stop == end || *stop != ']') return std::nullopt;
    rest.remove_prefix(static_cast<size_t>(stop - rest.data()) + 1);
    return index;
}

} // namespace

std::optional<Path> Path::parse(std::string_view text) {
    std::vector<Step> steps;
    bool key_due = !text.starts_with('[');
    do {
        if (key_due) {
            auto key = take_key(text);
            if (!key) return std::nullopt;
            steps.emplace_back(std::move(*key));
            key_due = false;
        } else if (text.starts_with('[')) {
            const auto index = take_index(text);
            if (!index) return std::nullopt;
            steps.emplace_back(*index);
        } else if (text.starts_with('.')) {
            text.remove_prefix(1);
            key_due = true;
        } else {
            return std::nullopt;
        }
    } while (key_due || !text.empty());
    return Path(std::move(steps));
}

std::string Path::text() const {
    std::string out;
    for (const Step& step : steps_) {
        if (const size_t* index = std::get_if<size_t>(&step)) {
            out += '[' + std::to_string(*index) + ']';
            continue;
        }
        const std::string& key = std::get<std::string>(step);
        if (!out.empty()) out += '.';
        if (!key.empty() && key.find_first_of(".[]`") == std::string::npos) {
            out += key;
            continue;
        }
        out += '`';
        for (char c : key) out.append(c == '`' ? 2 : 1, c);
        out += '`';
    }
    return out;
}

} // namespace rowkit
