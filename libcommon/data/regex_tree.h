// Regular expressions as trees: the part of RE2's syntax that a RegexWalk can match by itself.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

using ByteSet = std::bitset<256>;

struct RegexTree {
    enum Kind : uint8_t {
        run,      // `most` bytes of `set` at most, `least` at least
        group,    // `children`, one after another
        choice,   // one of `children`, the first that will do
        loop,     // children[0] again and again, `least` to `most` times
        begin, end, // of the text
        boundary, // of a word
    };
    static constexpr uint32_t no_limit = UINT32_MAX;

    Kind kind = group;
    ByteSet set{};
    uint32_t least = 1, most = 1;
    bool lazy = false;
    int capture = -1; // group: the number of the part that it takes, from 0
    std::vector<RegexTree> children{};

    /// Whether it can match nothing.
    bool may_be_empty() const;
    bool has_captures() const;
    /// Adds the bytes that a match can begin with; returns whether it may be empty.
    bool add_first(ByteSet& first) const;
};

/// Reads a regular expression that RE2 has accepted. Null where it uses what is not understood here. `bytes`:
/// characters are bytes; else the tree is right for texts of ASCII only.
std::unique_ptr<RegexTree> parse_regex_tree(std::string_view regex, bool bytes);

} // namespace rowkit
