// Regular expressions (RE2's syntax) that many threads use at once.
#include "data/regex.h"

#include "data/utf8.h"

#include <cstring>
#include <re2/re2.h>
#include <vector>

namespace rowkit {
namespace {

std::unique_ptr<re2::RE2> compiled(std::string_view pattern, bool bytes) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    if (bytes) options.set_encoding(re2::RE2::Options::EncodingLatin1);
    auto regex = std::make_unique<re2::RE2>(pattern, options);
    // Most need far less than RE2 allows by itself, and its cache may grow to the limit; the few that are
    // larger get more.
    if (regex->error_code() != re2::RE2::ErrorPatternTooLarge) return regex;
    options.set_max_mem(Regex::most_memory);
    return std::make_unique<re2::RE2>(pattern, options);
}

/// A small number that each thread has for itself, as long as there are not more than the copies of a
/// pattern.
size_t thread_number() {
    static std::atomic<size_t> next{0};
    thread_local const size_t number = next.fetch_add(1, std::memory_order_relaxed);
    return number;
}

} // namespace

Regex::Regex(std::string_view pattern, bool bytes) : first_(compiled(pattern, bytes)) {
    if (!first_->ok()) throw first_->error();
    groups_ = first_->NumberOfCapturingGroups();
    find_plain(pattern);
}

Regex::~Regex() {
    for (auto& copy : copies_) delete copy.load();
}

const re2::RE2& Regex::mine() const {
    std::atomic<re2::RE2*>& copy = copies_[thread_number() % copies_.size()];
    if (const re2::RE2* made = copy.load(std::memory_order_acquire)) return *made;
    auto made = std::make_unique<re2::RE2>(first_->pattern(), first_->options());
    re2::RE2* expected = nullptr;
    if (copy.compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) return *made.release();
    return *expected;
}

void Regex::find_plain(std::string_view pattern) {
    Plain plain;
    if (pattern.starts_with('^')) pattern.remove_prefix(1), plain.at_start = true;
    if (pattern.ends_with('$')) pattern.remove_suffix(1), plain.at_end = true;
    if (pattern.find_first_of(".^$*+?()[]{}|\\") != std::string_view::npos) return;
    plain.text = pattern;
    plain_ = std::move(plain);
}

bool Regex::matches(std::string_view text) const {
    if (!plain_) return mine().Match(text, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
    const std::string& part = plain_->text;
    if (plain_->at_start) return plain_->at_end ? text == part : text.starts_with(part);
    if (plain_->at_end) return text.ends_with(part);
    return part.empty() || memmem(text.data(), text.size(), part.data(), part.size());
}

bool Regex::matches_all(std::string_view text) const {
    return mine().Match(text, 0, text.size(), re2::RE2::ANCHOR_BOTH, nullptr, 0);
}

bool Regex::find(std::string_view text, size_t from, std::span<std::string_view> groups) const {
    if (text.data() == nullptr) text = ""; // so that an empty group is told from none
    std::array<re2::StringPiece, 10> few;
    std::vector<re2::StringPiece> many;
    re2::StringPiece* found = few.data();
    if (groups.size() > few.size()) {
        many.resize(groups.size());
        found = many.data();
    }
    if (!mine().Match(text, from, text.size(), re2::RE2::UNANCHORED, found, static_cast<int>(groups.size())))
        return false;
    for (size_t i = 0; i < groups.size(); ++i) groups[i] = {found[i].data(), found[i].size()};
    return true;
}

std::optional<int> Regex::group(std::string_view name) const {
    const auto& names = first_->NamedCapturingGroups();
    const auto found = names.find(std::string(name));
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::string Regex::escaped(std::string_view text) { return re2::RE2::QuoteMeta(text); }

size_t Regex::step(std::string_view text, size_t at) {
    return at < text.size() ? first_character(text.substr(at)).size : 1;
}

} // namespace rowkit
