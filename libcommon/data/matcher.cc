// Whether a text has something in it: fixed texts or regular expressions, many at once.
#include "data/matcher.h"

#include "base/error.h"
#include "data/fold.h"
#include "data/regex.h"
#include "data/regex_tree.h"

#include <algorithm>
#include <fmt/core.h>
#include <mutex>
#include <re2/filtered_re2.h>
#include <re2/re2.h>
#include <re2/set.h>

namespace rowkit {
namespace {

constexpr size_t most_marked = 1000; // patterns that are one expression for mark()
constexpr int shortest_need = 3;

bool is_ascii(std::string_view text) {
    bool ascii = true; // no early way out, so that the compiler does sixteen bytes at once
    for (char byte : text) ascii &= static_cast<signed char>(byte) >= 0;
    return ascii;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options re2_options(bool fold) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(!fold);
    options.set_max_mem(Regex::most_memory);
    return options;
}

Error not_a_regex(const std::string& pattern, const std::string& reason) {
    return usage_error(fmt::format("\"{}\" is not a regular expression: {}", pattern, reason),
                       "without -E it is searched for as it stands");
}

/// The expression with what has to stand around it. What it matches is its group 1.
std::string framed(const std::string& pattern, const MatchOptions& options) {
    if (options.whole) return fmt::format("\\A({})\\z", pattern);
    if (!options.word) return fmt::format("({})", pattern);
    constexpr const char* not_word = "[^\\pL\\pM\\pN_]";
    return fmt::format("(?:\\A|{0})({1})(?:{0}|\\z)", not_word, pattern);
}

/// Whether nothing in the tree looks at what stands around a match.
bool looks_inside_only(const RegexTree& tree) {
    if (tree.kind == RegexTree::begin || tree.kind == RegexTree::end || tree.kind == RegexTree::boundary)
        return false;
    return std::ranges::all_of(tree.children, looks_inside_only);
}

} // namespace

/// One expression, or a set of them.
struct Matcher::Regexes {
    std::unique_ptr<Regex> one;
    std::unique_ptr<RE2::Set> set;

    /// One by one, for where the automaton of the set grows too large.
    bool any_matches(std::string_view text) {
        std::call_once(each_made, [&] {
            for (const std::string& pattern : patterns)
                each.push_back(std::make_unique<RE2>(pattern, re2_options(fold)));
        });
        return std::ranges::any_of(each, [&](auto& regex) { return RE2::PartialMatch(piece(text), *regex); });
    }
    std::vector<std::string> patterns; // framed
    bool fold = false;
    std::once_flag each_made;
    std::vector<std::unique_ptr<RE2>> each;
};

Matcher::Matcher(std::vector<std::string> patterns, const MatchOptions& options) : options_(options) {
    if (options.whole) options_.word = false;
    if (options_.regex) {
        compile(patterns);
        make_marker(patterns);
        return;
    }
    make_marker(patterns);
    const size_t given = patterns.size();
    std::erase(patterns, "");
    has_empty_ = patterns.size() < given;
    matches_all_ = has_empty_ && !options_.whole;
    needs_.fold = options_.fold;
    if (!has_empty_) needs_.texts = patterns;
    if (options_.fold) {
        Buffer folded;
        for (std::string& pattern : patterns) {
            folded.clear();
            append_folded(pattern, folded);
            pattern = folded.view();
        }
    }
    if (!patterns.empty()) literals_ = std::make_unique<Literals>(std::move(patterns));
    stands_alone_ = literals_ && !options_.fold && !options_.word && !options_.whole && !matches_all_;
}

Matcher::~Matcher() = default;

void Matcher::compile(const std::vector<std::string>& patterns) {
    const RE2::Options options = re2_options(options_.fold);
    regexes_ = std::make_unique<Regexes>();
    re2::FilteredRE2 filter(shortest_need);
    for (const std::string& pattern : patterns) {
        // By itself first: an expression such as `a)(b` must not become one by its frame.
        auto own = std::make_unique<RE2>(piece(pattern), options);
        if (!own->ok()) throw not_a_regex(pattern, own->error());
        int id;
        filter.Add(piece(pattern), options, &id);
        if (patterns.size() > 1) continue;
        try {
            regexes_->one =
                std::make_unique<Regex>((options_.fold ? "(?i)" : "") + framed(pattern, options_));
        } catch (const std::string& reason) { // its frame made it too large
            throw not_a_regex(pattern, reason);
        }
        const auto tree = options_.word || options_.whole ? nullptr : parse_regex_tree(pattern, true);
        stands_alone_ = tree && looks_inside_only(*tree);
    }
    if (patterns.size() > 1) {
        regexes_->set = std::make_unique<RE2::Set>(options, RE2::UNANCHORED);
        regexes_->fold = options_.fold;
        for (const std::string& pattern : patterns) regexes_->patterns.push_back(framed(pattern, options_));
        for (const std::string& pattern : regexes_->patterns) regexes_->set->Add(pattern, nullptr);
        if (!regexes_->set->Compile()) regexes_->set.reset();
    }
    if (patterns.empty()) return;
    // What every match holds; lower case, since the filter is made so.
    filter.Compile(&needs_.texts);
    std::vector<int> without;
    filter.AllPotentials({}, &without);
    if (!without.empty()) needs_.texts.clear();
    std::erase_if(needs_.texts, [](const std::string& text) { return text.empty(); });
    needs_.fold = true;
    const bool ascii = std::ranges::all_of(needs_.texts, is_ascii);
    if (ascii && !needs_.texts.empty()) needed_ = std::make_unique<Literals>(needs_.texts, true);
}

void Matcher::make_marker(const std::vector<std::string>& patterns) {
    if (patterns.empty() || patterns.size() > most_marked || options_.whole) return;
    // RE2 takes the first alternative that fits where they begin alike: the longest text is to be that.
    std::vector<std::string> all = patterns;
    std::ranges::stable_sort(all, std::greater{}, &std::string::size);
    std::string joined;
    for (const std::string& pattern : all) {
        if (pattern.empty()) continue;
        if (!joined.empty()) joined += '|';
        joined += options_.regex ? "(?:" + pattern + ")" : RE2::QuoteMeta(pattern);
    }
    if (joined.empty()) return;
    marker_ = std::make_unique<RE2>(framed(joined, options_), re2_options(options_.fold));
    if (!marker_->ok()) marker_.reset();
}

bool Matcher::has_word(std::string_view text) const {
    return literals_->any_hit(text,
                              [&](auto hit) { return is_whole_word(text, hit.begin, hit.begin + hit.size); });
}

bool Matcher::matches(std::string_view text, Buffer& scratch) const {
    if (matches_all_) return true;
    if (regexes_) {
        // Most cells of a record that was let through hold nothing; this is told sooner than by an automaton.
        // Other letters than ASCII's may be cases of these.
        if (needed_ && !needed_->find_bare(text) && is_ascii(text)) return false;
        if (regexes_->one) return regexes_->one->matches(text);
        RE2::Set::ErrorInfo error{RE2::Set::kOutOfMemory};
        if (regexes_->set && regexes_->set->Match(piece(text), nullptr, &error)) return true;
        return error.kind == RE2::Set::kOutOfMemory && regexes_->any_matches(text);
    }
    if (options_.whole && has_empty_ && text.empty()) return true;
    if (!literals_) return false;
    if (options_.fold) {
        scratch.clear();
        append_folded(text, scratch);
        text = scratch.view();
    }
    if (options_.whole) return literals_->is_one(text);
    if (options_.word) return has_word(text);
    return static_cast<bool>(literals_->find_bare(text));
}

std::optional<TextRange> Matcher::find(std::string_view text) const {
    if (regexes_) {
        std::string_view found;
        if (!regexes_->one->find(text, 0, {&found, 1})) return std::nullopt;
        const auto begin = static_cast<size_t>(found.data() - text.data());
        return TextRange{begin, begin + found.size()};
    }
    const auto hit = literals_->find_bare(text);
    return hit ? std::optional(TextRange{hit.begin, hit.begin + hit.size}) : std::nullopt;
}

void Matcher::mark(std::string_view text, std::vector<TextRange>& parts) const {
    if (!marker_) {
        if (!text.empty()) parts.push_back({0, text.size()});
        return;
    }
    re2::StringPiece groups[2];
    for (size_t at = 0; at < text.size();) {
        if (!marker_->Match(piece(text), at, text.size(), RE2::UNANCHORED, groups, 2)) break;
        const auto begin = static_cast<size_t>(groups[1].data() - text.data()),
                   end = begin + groups[1].size();
        if (begin < end) parts.push_back({begin, end});
        at = std::max(end, at + 1);
    }
}

} // namespace rowkit
