// Takes texts apart by a regular expression.
#pragma once

#include "data/named_regex.h"
#include "data/regex.h"
#include "data/regex_walk.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// A compiled NamedRegex. Immutable, so threads may share it. Time is linear in the text.
class Pattern {
public:
    /// Throws Error (exit 2) for what is no regular expression.
    explicit Pattern(const NamedRegex& regex);
    ~Pattern();

    /// The names of the parts, each once, in the order of their first groups. A part that several groups name
    /// is what the first of them took that took part.
    const std::vector<std::string>& names() const { return names_; }

    /// Sets `parts`, as many as there are names; one that took no part has no data(). False: the text does
    /// not match.
    bool match(std::string_view text, std::span<std::string_view> parts) const;

private:
    bool find(std::string_view text, std::span<std::string_view> groups) const;

    std::vector<std::string> names_;
    std::vector<size_t> part_of_; // for each group
    std::unique_ptr<Regex> regex_;
    std::unique_ptr<RegexWalk> walk_; // null: the pattern is not a simple one
    bool bytes_ = false;
};

} // namespace rowkit
