// What replaces the matches of a regular expression.
#include "data/regex_replacement.h"

#include <algorithm>

namespace rowkit {

RegexReplacement::RegexReplacement(std::string_view text, const Regex& regex) : regex_(regex) {
    for (size_t at = 0; at < text.size();) {
        const char mark = text[at], next = at + 1 < text.size() ? text[at + 1] : '\0';
        const bool opens = mark == '\\' || mark == '$';
        const size_t close = mark == '$' && next == '{' ? text.find('}', at) : std::string_view::npos;
        if (opens && next >= '0' && next <= '9') {
            add(next - '0', text.substr(at, 2));
            at += 2;
        } else if (opens && next == mark) {
            text_ += mark;
            at += 2;
        } else if (close != std::string_view::npos) {
            add_named(text.substr(at + 2, close - at - 2));
            at = close + 1;
        } else {
            text_ += mark;
            ++at;
        }
    }
    pieces_.push_back({text_.size(), -1});
}

void RegexReplacement::append(std::span<const std::string_view> groups, Buffer& out) const {
    size_t done = 0;
    for (const Piece& piece : pieces_) {
        out.append(std::string_view(text_).substr(done, piece.end - done));
        done = piece.end;
        if (piece.group >= 0) out.append(groups[static_cast<size_t>(piece.group)]);
    }
}

void RegexReplacement::add(int group, std::string_view written) {
    if (group > regex_.groups())
        throw std::string(written) + " stands for a group, and the pattern has " +
            std::to_string(regex_.groups());
    pieces_.push_back({text_.size(), group});
    needed_ = std::max(needed_, static_cast<size_t>(group) + 1);
}

void RegexReplacement::add_named(std::string_view name) {
    if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') return add(name[0] - '0', name);
    const auto group = regex_.group(name);
    if (!group) throw "the pattern has no group \"" + std::string(name) + "\"; one is written (?P<name>...)";
    add(*group, name);
}

} // namespace rowkit
