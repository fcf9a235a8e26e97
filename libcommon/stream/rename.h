// New names for columns: pairs, patterns, and rules for all.
#pragma once

#include "codec/header.h"
#include "stream/select.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace rowkit {

/// Which columns get which names. Pairs come first, each by the name that its column came with; then the
/// patterns in their order, slug, prefix and suffix, each applied to what the one before left. Immutable once
/// filled.
class Renaming {
public:
    /// Reads `old=new,...`; a name with a comma, an equals sign or blanks around it stands in backticks. The
    /// left side may be what selects one column (stream/select.h). Throws Error (exit 2).
    void add_pairs(std::string_view text);
    /// Reads a file of names: CSV with the columns old and new (a first record `old,new` is its header), or
    /// `old=new` lines. Its names mean just themselves. Throws Error.
    void add_file(const std::string& path);
    /// Reads `s/pattern/replacement/flags`, with another byte for the slash as well; g: everywhere, i: in
    /// either case. The pattern is RE2's, `\1` in the replacement its first group. Throws Error (exit 2).
    void add_regex(std::string_view text);
    void set_slug() { slug_ = true; }
    void set_prefix(std::string text) { prefix_ = std::move(text); }
    void set_suffix(std::string text) { suffix_ = std::move(text); }
    /// All but the pairs is for these columns only, selected by the names they came with.
    void set_only(std::string_view columns) { only_ = Selection::parse(columns); }

    /// The header under the new names. Throws Error (exit 2) for an old name that is not there, unless
    /// `optional`, and for a name that two columns would have which had not the same before.
    Header apply(const Header& in, bool optional) const;

private:
    struct Pair {
        Selection old;
        std::string text; // of the old name, as given
        std::string name; // the new one
    };
    struct Pattern {
        std::shared_ptr<const re2::RE2> regex;
        std::string replacement;
        bool everywhere = false;
    };
    void rename_pairs(const Header& in, std::vector<std::string>& names, bool optional) const;
    void make_slug(std::vector<std::string>& names, const std::vector<size_t>& places) const;

    std::vector<Pair> pairs_;
    std::vector<Pattern> patterns_;
    bool slug_ = false;
    std::string prefix_, suffix_;
    std::optional<Selection> only_;
};

} // namespace rowkit
