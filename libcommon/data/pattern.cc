// Takes texts apart by a regular expression.
#include "data/pattern.h"

#include "base/error.h"

#include <algorithm>
#include <array>

namespace rowkit {

Pattern::Pattern(const NamedRegex& regex) {
    try {
        regex_ = std::make_unique<Regex>(regex.regex, regex.bytes);
    } catch (const std::string& reason) {
        throw usage_error("the pattern is no regular expression: " + reason);
    }
    for (const std::string& name : regex.names) {
        const auto known = name.empty() ? names_.end() : std::ranges::find(names_, name);
        part_of_.push_back(static_cast<size_t>(known - names_.begin()));
        if (known == names_.end()) names_.push_back(name);
    }
}

Pattern::~Pattern() = default;

bool Pattern::match(std::string_view text, std::span<std::string_view> parts) const {
    std::array<std::string_view, 32> few;
    std::vector<std::string_view> many;
    std::span<std::string_view> groups(few.data(), std::min(few.size(), part_of_.size() + 1));
    if (part_of_.size() >= few.size()) {
        many.resize(part_of_.size() + 1);
        groups = many;
    }
    if (!regex_->find(text, 0, groups)) return false;
    std::ranges::fill(parts, std::string_view{});
    for (size_t i = 0; i < part_of_.size(); ++i)
        if (std::string_view& part = parts[part_of_[i]]; !part.data()) part = groups[i + 1];
    return true;
}

} // namespace rowkit
