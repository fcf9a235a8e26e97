// Matches simple regular expressions by walking over the text.
#pragma once

#include "data/regex_tree.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// Finds what RE2 finds, several times as fast: it tries the ways that a pattern can match in their order of
/// preference, and so the first that leads to the end is the match. The next byte mostly tells that there is
/// no other way. Where many ways have been tried it gives up, and RE2 has to be asked. Immutable, so threads
/// may share it.
class RegexWalk {
public:
    explicit RegexWalk(const RegexTree& tree);

    enum class Found : uint8_t { yes, no, unknown };

    /// Looks for the first match. `groups`, as many as the tree captures, are set where it is found; one that
    /// took no part has no data().
    Found find(std::string_view text, std::span<std::string_view> groups) const;

private:
    struct Node {
        enum Kind : uint8_t { literal, run, choice, open, close, begin, end, boundary, match };
        Kind kind = match;
        bool lazy = false;
        bool forced = false;    // run: no other length than the greatest can do
        bool final = false; // run: what follows the nearest end fails only if it fails after all later ones
        bool empty_at_end = true; // it can match at the end of the text
        uint8_t spared = 0;     // run: so many bytes are not in its set: `spare`; more than 2: not told
        unsigned char spare[2] = {};
        int next = -1;
        int other = -1;         // choice: what to try if `next` fails
        int seek = -1;          // lazy run: the literal that it ends before
        uint32_t least = 0, most = 0;
        int from = 0, to = 0;   // choice: the captures inside it; open, close: which one is `from`
        std::string text{};     // literal
        const bool* set = nullptr; // run: of each byte
        ByteSet first{};        // bytes that it can begin at
    };
    struct Walk;

    int emit(const RegexTree& tree, int next);
    int emit_all(const std::vector<RegexTree>& trees, int next);
    int emit_run(const RegexTree& tree, int next);
    int emit_choice(int first, int second, int from, int to);
    int emit_loop(const RegexTree& tree, int next);
    int add(Node node, int next);

    std::vector<Node> nodes_; // small, so that the program stays near
    std::vector<std::unique_ptr<bool[]>> sets_;
    int start_ = 0;
    bool at_begin_ = false;
};

} // namespace rowkit
