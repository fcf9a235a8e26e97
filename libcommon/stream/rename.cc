// New names for columns: applying them. How they are read: rename_parse.cc.
#include "stream/rename.h"

#include "base/error.h"
#include "data/slug.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include <fmt/core.h>
#include <re2/re2.h>

namespace rowkit {
namespace {

/// A new name that several columns would share.
void check_unique(const std::vector<std::string>& old, const std::vector<std::string>& names) {
    std::unordered_map<std::string_view, size_t> first;
    for (size_t i = 0; i < names.size(); ++i) {
        auto [at, is_new] = first.try_emplace(names[i], i);
        if (is_new || old[i] == old[at->second]) continue;
        throw usage_error(
            fmt::format("columns \"{}\" and \"{}\" would both be \"{}\"", old[at->second], old[i], names[i]),
            "give one of them another name");
    }
}

} // namespace

void Renaming::rename_pairs(const Header& in, std::vector<std::string>& names, bool optional) const {
    const std::vector<std::string> old = in.names();
    std::vector<bool> taken(old.size());
    for (const Pair& pair : pairs_) {
        const std::vector<size_t> places = pair.old.resolve(in, {.optional = optional, .where = {}});
        // An object that was flattened is many columns `name.…`, and stays one name for them.
        const std::string stem = pair.text + ".";
        const bool object =
            std::ranges::all_of(places, [&](size_t place) { return old[place].starts_with(stem); });
        if (places.size() > 1 && !object)
            throw usage_error(fmt::format("\"{}\" is {} columns, which can't all be \"{}\"", pair.text,
                                          places.size(), pair.name),
                              "--regex, --slug and --prefix rename many");
        for (size_t place : places) {
            if (taken[place])
                throw usage_error(fmt::format("column \"{}\" is given two new names", old[place]));
            taken[place] = true;
            names[place] = object ? pair.name + old[place].substr(pair.text.size()) : pair.name;
        }
    }
}

/// Names that come out alike, or like a column that keeps its name, are numbered from 2.
void Renaming::make_slug(std::vector<std::string>& names, const std::vector<size_t>& places) const {
    std::vector<bool> changes(names.size());
    for (size_t place : places) changes[place] = true;
    std::unordered_set<std::string> used;
    for (size_t i = 0; i < names.size(); ++i)
        if (!changes[i]) used.insert(names[i]);
    for (size_t place : places) {
        std::string name = slug(names[place]);
        if (name.empty()) name = fmt::format("column_{}", place + 1);
        std::string unique = name;
        for (size_t number = 2; !used.insert(unique).second; ++number)
            unique = fmt::format("{}_{}", name, number);
        names[place] = std::move(unique);
    }
}

Header Renaming::apply(const Header& in, bool optional) const {
    const std::vector<std::string> old = in.names();
    std::vector<std::string> names = old;
    rename_pairs(in, names, optional);
    std::vector<size_t> places(old.size());
    std::iota(places.begin(), places.end(), size_t{0});
    if (only_) {
        places = only_->resolve(in, {.optional = optional, .where = {}});
        std::ranges::sort(places);
    }
    for (const Pattern& pattern : patterns_)
        for (size_t place : places) {
            if (pattern.everywhere) RE2::GlobalReplace(&names[place], *pattern.regex, pattern.replacement);
            else RE2::Replace(&names[place], *pattern.regex, pattern.replacement);
        }
    if (slug_) make_slug(names, places);
    for (size_t place : places) names[place] = prefix_ + names[place] + suffix_;
    check_unique(old, names);
    Header header = in;
    for (size_t i = 0; i < names.size(); ++i)
        if (names[i] != old[i]) header.rename(i, names[i]);
    return header;
}

} // namespace rowkit
