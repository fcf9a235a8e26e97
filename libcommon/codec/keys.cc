// The columns of records that name their own keys (logfmt, ltsv, JSON): which key is which column.
#include "codec/keys.h"

#include "base/error.h"

#include <fmt/core.h>

namespace rowkit {

uint32_t KeyTable::add(std::string_view key) {
    auto column = static_cast<uint32_t>(names_.size());
    names_.emplace_back(key);
    next_.push_back(none);
    auto [place, fresh] = first_.try_emplace(names_.back(), column);
    if (!fresh) {
        uint32_t last = place->second;
        while (next_[last] != none) last = next_[last];
        next_[last] = column;
    }
    return column;
}

void KeyTable::clear() {
    names_.clear();
    next_.clear();
    first_.clear();
}

std::vector<std::string> split_names(std::string_view list) {
    std::vector<std::string> names;
    for (size_t at = 0; at <= list.size(); ++at) {
        std::string name;
        bool quoted = false;
        at = std::min(list.find_first_not_of(' ', at), list.size());
        if (at < list.size() && list[at] == '`') {
            quoted = true;
            for (++at;; ++at) {
                if (at >= list.size()) throw usage_error("--columns: a backtick is not closed");
                if (list[at] == '`' && list.substr(at, 2) != "``") break;
                at += list[at] == '`';
                name += list[at];
            }
            at = std::min(list.find_first_not_of(' ', at + 1), list.size());
            if (at < list.size() && list[at] != ',')
                throw usage_error("--columns: \"" + name + "\" is not followed by a comma");
        } else {
            size_t end = std::min(list.find(',', at), list.size());
            name = list.substr(at, end - at);
            while (name.ends_with(' ')) name.pop_back();
            at = end;
        }
        if (name.empty() && !quoted)
            throw usage_error("--columns: a name is empty", "an empty key is written ``");
        names.push_back(std::move(name));
    }
    return names;
}

KeyTable columns_of_keys(const KeyTable& seen, const ReadOptions& options, const Demand& demand,
                         bool sampled) {
    KeyTable known;
    if (options.columns.empty()) {
        known = seen;
    } else {
        for (const std::string& name : split_names(options.columns))
            if (known.find(name) == KeyTable::none) known.add(name);
    }
    if (demand.kind != Demand::columns) return known;
    KeyTable wanted;
    for (const std::string& name : demand.names) {
        if (wanted.find(name) != KeyTable::none) continue;
        if (known.find(name) == KeyTable::none && !options.optional && known.size()) {
            Header header = Header::of(known.names());
            header.sampled = sampled && options.columns.empty();
            throw Error(Exit::usage, {}, "no column \"" + name + "\"", missing_column_hint(name, header));
        }
        wanted.add(name);
    }
    return wanted;
}

std::string new_key_reason(std::string_view key, bool repeated) {
    if (repeated) return fmt::format("the key \"{}\" stands here more often than in the first records", key);
    return fmt::format("the key \"{}\" is in none of the first records, from which the columns are", key);
}

std::string new_key_hint() {
    return "--union reads the input twice to find all keys, --columns says which ones there are";
}

} // namespace rowkit
