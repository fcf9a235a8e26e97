// The columns of a stream of records.
#include "codec/header.h"

#include "base/nearest.h"

#include <algorithm>

namespace rowkit {

std::vector<std::string> Header::names() const {
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const Column& column : columns) names.push_back(column.name);
    return names;
}

std::vector<std::string> Header::cell_names() const {
    std::vector<std::string> all = names();
    for (const Column& column : sought) all.push_back(column.name);
    return all;
}

bool Header::same_names(const Header& other) const {
    return std::ranges::equal(columns, other.columns, {}, &Column::name, &Column::name) &&
           std::ranges::equal(sought, other.sought, {}, &Column::name, &Column::name);
}

bool Header::has(std::string_view name) const {
    return std::ranges::find(columns, name, &Column::name) != columns.end();
}

Header Header::pick(std::span<const uint32_t> indices) const {
    bool all = indices.size() == columns.size();
    for (uint32_t i = 0; all && i < indices.size(); ++i) all = indices[i] == i;
    if (all) return *this;
    Header picked;
    picked.present = present;
    picked.terminated = terminated;
    picked.columns.reserve(indices.size());
    for (uint32_t i : indices)
        picked.columns.push_back(i < columns.size() ? columns[i] : sought[i - columns.size()]);
    return picked;
}

void Header::rename(size_t column, std::string name) {
    columns[column].name = std::move(name);
    columns[column].raw.clear();
    renamed = true;
}

Header Header::of(std::span<const std::string> names) {
    Header header;
    for (const std::string& name : names) header.columns.push_back({name});
    return header;
}

std::string header_hint(const Header& header) {
    if (header.sampled)
        return "it is in none of the first records; --columns or --union makes a later key known, --optional "
               "lets it pass";
    if (header.size() != 1) return {};
    const std::string& only = header.columns[0].name;
    const size_t other = only.find_first_of(";|\t,");
    if (other == std::string::npos) return {};
    const std::string shown = only[other] == '\t' ? "tab" : std::string("'") + only[other] + '\'';
    return "the header is one column, \"" + only + "\"; --delimiter " + shown + " would part it";
}

std::string missing_column_hint(std::string_view name, const Header& header) {
    std::string hint = header_hint(header);
    if (!hint.empty() && !header.sampled) return hint;
    const std::string near = did_you_mean(name, header.names());
    return near.empty() || hint.empty() ? near + hint : near + " Or " + hint;
}

} // namespace rowkit
