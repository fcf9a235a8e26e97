// Takes texts apart by a regular expression.
#include "data/pattern.h"

#include "base/error.h"

#include <algorithm>
#include <array>

namespace rowkit {
namespace {

bool is_ascii(std::string_view text) {
    unsigned char all = 0;
    for (char byte : text) all |= static_cast<unsigned char>(byte);
    return all < 0x80;
}

} // namespace

Pattern::Pattern(const NamedRegex& regex) {
    try {
        regex_ = std::make_unique<Regex>(regex.regex, regex.bytes);
    } catch (const std::string& reason) {
        throw usage_error("the pattern is no regular expression: " + reason);
    }
    bytes_ = regex.bytes;
    if (const auto tree = parse_regex_tree(regex.regex, bytes_)) walk_ = std::make_unique<RegexWalk>(*tree);
    for (const std::string& name : regex.names) {
        const auto known = name.empty() ? names_.end() : std::ranges::find(names_, name);
        part_of_.push_back(static_cast<size_t>(known - names_.begin()));
        if (known == names_.end()) names_.push_back(name);
    }
}

Pattern::~Pattern() = default;

/// Sets `groups[1..]`.
bool Pattern::find(std::string_view text, std::span<std::string_view> groups) const {
    if (walk_ && (bytes_ || is_ascii(text))) {
        const RegexWalk::Found found = walk_->find(text, groups.subspan(1));
        if (found != RegexWalk::Found::unknown) return found == RegexWalk::Found::yes;
    }
    return regex_->find(text, 0, groups);
}

bool Pattern::match(std::string_view text, std::span<std::string_view> parts) const {
    std::array<std::string_view, 32> few;
    std::vector<std::string_view> many;
    std::span<std::string_view> groups(few.data(), std::min(few.size(), part_of_.size() + 1));
    if (part_of_.size() >= few.size()) {
        many.resize(part_of_.size() + 1);
        groups = many;
    }
    if (!find(text, groups)) return false;
    std::ranges::fill(parts, std::string_view{});
    for (size_t i = 0; i < part_of_.size(); ++i)
        if (std::string_view& part = parts[part_of_[i]]; !part.data()) part = groups[i + 1];
    return true;
}

} // namespace rowkit
