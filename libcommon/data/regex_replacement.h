// What replaces the matches of a regular expression.
#pragma once

#include "base/buffer.h"
#include "data/regex.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// A text with groups of the match: \1 or $1 or ${1}, ${name}, \0 the whole match; \\ and $$ are a \ and a $.
class RegexReplacement {
public:
    /// Throws std::string: what is wrong with it. `regex` must outlive it.
    RegexReplacement(std::string_view text, const Regex& regex);

    /// `groups` are those of a match, at least needed() ones.
    void append(std::span<const std::string_view> groups, Buffer& out) const;

    /// How many groups of a match are used, the match itself counted.
    size_t needed() const { return needed_; }

private:
    struct Piece {
        size_t end; // of the text before it
        int group;  // -1: none
    };

    void add(int group, std::string_view written);
    void add_named(std::string_view name);

    const Regex& regex_;
    std::string text_; // all pieces
    std::vector<Piece> pieces_;
    size_t needed_ = 1;
};

} // namespace rowkit
