// The columns of a stream of records.
#include "codec/header.h"

#include <algorithm>

namespace rowkit {

std::vector<std::string> Header::names() const {
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const Column& column : columns) names.push_back(column.name);
    return names;
}

bool Header::same_names(const Header& other) const {
    return std::ranges::equal(columns, other.columns, {}, &Column::name, &Column::name);
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
    for (uint32_t i : indices) picked.columns.push_back(columns[i]);
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

} // namespace rowkit
