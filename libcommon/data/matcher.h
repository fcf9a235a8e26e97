// Whether a text has something in it: fixed texts or regular expressions, many at once.
#pragma once

#include "base/buffer.h"
#include "data/literals.h"
#include "data/text_range.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace rowkit {

struct MatchOptions {
    bool regex = false; // RE2's syntax; else the patterns are the texts themselves
    bool fold = false;  // in whatever case
    bool word = false;  // not inside a word
    bool whole = false; // all of the text
};

/// Tells of a text whether any of some patterns is in it. Time is linear in the text, however many patterns
/// there are, but for thousands of regular expressions. Immutable, so threads may share it.
class Matcher {
public:
    /// Throws Error (exit 2) for what is no regular expression.
    Matcher(std::vector<std::string> patterns, const MatchOptions& options);
    ~Matcher();

    /// `scratch` is overwritten.
    bool matches(std::string_view text, Buffer& scratch) const;

    /// Texts, in whatever case where `fold`, of which each text that matches holds one. Empty: there may be
    /// none.
    struct Needs {
        std::vector<std::string> texts{};
        bool fold = false;
    };
    const Needs& needs() const { return needs_; }

    /// Whether what matches does so whatever stands around it: what matches in a part of a text matches in
    /// the text.
    bool stands_alone() const { return stands_alone_; }
    /// Where stands_alone(): a match in `text`, if there is one.
    std::optional<TextRange> find(std::string_view text) const;
    /// True where every text matches.
    bool matches_all() const { return matches_all_; }

    /// Appends the parts of `text` that match, in order, not overlapping. All of the text where that is not
    /// known.
    void mark(std::string_view text, std::vector<TextRange>& parts) const;

private:
    struct Regexes;
    bool has_word(std::string_view text) const;
    void compile(const std::vector<std::string>& patterns);
    void make_marker(const std::vector<std::string>& patterns);

    MatchOptions options_;
    bool matches_all_ = false;
    bool stands_alone_ = false;
    bool has_empty_ = false;
    std::unique_ptr<Literals> literals_; // folded, where case does not matter
    std::unique_ptr<Regexes> regexes_;
    std::unique_ptr<Literals> needed_; // of what regexes need, where all of that is ASCII
    std::unique_ptr<re2::RE2> marker_; // its first group is what matches; null: not known
    Needs needs_;
};

} // namespace rowkit
