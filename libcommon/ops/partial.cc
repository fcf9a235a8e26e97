// Groups with their states as records.
#include "ops/partial.h"

#include "base/error.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr std::string_view any_version = "rowgroup ", version = "rowgroup 1: ";

size_t state_column(const Header& header) {
    for (size_t i = header.size(); i-- > 0;)
        if (header.columns[i].name.starts_with(version)) return i;
    for (const Column& column : header.columns)
        if (column.name.starts_with(any_version))
            throw Error(Exit::bad_data, {}, "written by another version: \"" + column.name.substr(0, 40) + "\"",
                        "this one reads \"" + std::string(version) + "...\"");
    throw Error(Exit::bad_data, {}, "no column \"" + std::string(version) + "...\"",
                "--merge reads what rowgroup --partial has written");
}

} // namespace

Header partial_header(const GroupPlan& plan) {
    Header header;
    for (const KeyPart& key : plan.keys) header.columns.push_back({key.name});
    header.columns.push_back({std::string(version) + plan.source});
    return header;
}

std::string partial_program(const Header& header) {
    return header.columns[state_column(header)].name.substr(version.size());
}

void write_states(Groups& groups, uint32_t group, Buffer& out) {
    Buffer state;
    for (size_t i = 0; i < groups.states(); ++i) {
        state.clear();
        StateWriter writer(state, StateForm::text);
        groups.state(i).write(group, writer);
        if (i) out.push_back(' ');
        out.append(state.view());
    }
}

void read_states(Groups& groups, uint32_t group, std::string_view text, uint64_t position) {
    StateReader reader(text, position);
    for (size_t i = 0; i < groups.states(); ++i) groups.state(i).read(group, reader);
    reader.end();
}

PartialReader::PartialReader(const GroupPlan& plan, const Header& header) : states_(state_column(header)) {
    for (const KeyPart& key : plan.keys) {
        const auto found = std::ranges::find(header.columns, key.name, &Column::name);
        if (found == header.columns.end())
            throw Error(Exit::bad_data, {}, "no column \"" + key.name + "\"", "--merge reads what rowgroup --partial has written");
        keys_.push_back(static_cast<size_t>(found - header.columns.begin()));
    }
}

void PartialReader::add(const Batch& batch, const Place& place, uint64_t position, Groups& groups) {
    std::vector<Cell> cells(keys_.size());
    Buffer text;
    for (size_t row = 0; row < batch.size(); ++row) {
        for (size_t i = 0; i < keys_.size(); ++i) cells[i] = batch.cell(row, keys_[i]);
        const KeyBytes key = key_of_cells(cells, key_, scratch_);
        const uint32_t group = groups.table().find_or_add(key, position + row);
        groups.grow();
        try {
            read_states(groups, group, text_of(batch.cell(row, states_), text), position + row);
        } catch (const Error& error) {
            throw error.at(std::string(place.name));
        }
    }
}

} // namespace rowkit::ops
