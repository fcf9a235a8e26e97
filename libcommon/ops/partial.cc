// Groups with their states as records.
#include "ops/partial.h"

#include "base/error.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr std::string_view version = "rowgroup 2: ";

/// Whether it is the column of states of some version: `rowgroup 1: ...`.
bool holds_states(const Column& column) {
    constexpr std::string_view lead = "rowgroup ";
    if (!column.name.starts_with(lead)) return false;
    const size_t end = column.name.find_first_not_of("0123456789", lead.size());
    return end > lead.size() && column.name.compare(end, 2, ": ") == 0;
}

size_t state_column(const Header& header) {
    const auto found = std::ranges::find_if(header.columns, holds_states);
    if (found == header.columns.end())
        throw Error(Exit::bad_data, {}, "no column \"" + std::string(version) + "...\"",
                    "--merge reads what rowgroup --partial has written");
    if (!found->name.starts_with(version))
        throw Error(Exit::bad_data, {}, "written by another version: \"" + found->name.substr(0, 40) + "\"",
                    "this one reads \"" + std::string(version) + "...\"");
    if (std::find_if(found + 1, header.columns.end(), holds_states) != header.columns.end())
        throw Error(Exit::bad_data, {},
                    "two columns of states: files of different aggregates stand side by side",
                    "--merge reads files of the same aggregates");
    return static_cast<size_t>(found - header.columns.begin());
}

} // namespace

Header partial_header(const GroupPlan& plan) {
    Header header;
    for (const KeyPart& key : plan.keys) header.columns.push_back({key.name});
    header.columns.push_back({std::string(version) + plan.source});
    return header;
}

GroupPlan partial_plan(const Header& header) {
    try {
        return GroupPlan::parse(header.columns[state_column(header)].name.substr(version.size()));
    } catch (const Error& error) {
        if (error.code() != Exit::usage) throw;
        Error damaged(Exit::bad_data, {}, "the aggregates that its header names can't be read",
                      "write the file anew, with the same version of rowgroup");
        damaged.set_picture(error.picture());
        throw damaged;
    }
}

void write_states(Groups& groups, uint32_t group, Buffer& out) {
    Buffer state;
    for (size_t i = 0; i < groups.states(); ++i) {
        state.clear();
        StateWriter writer(state, StateForm::text);
        groups.state(i).write(group, writer);
        out.append(state.view());
        out.push_back(' ');
    }
    out.append(end_of_states);
}

void read_states(Groups& groups, uint32_t group, std::string_view text, uint64_t position) {
    StateReader reader(text, position);
    for (size_t i = 0; i < groups.states(); ++i) groups.state(i).read(group, reader);
    reader.end();
}

PartialReader::PartialReader(const GroupPlan& plan, const Header& header)
    : plan_(plan), states_(state_column(header)) {
    if (header.columns[states_].name.substr(version.size()) != plan.source)
        throw Error(Exit::bad_data, {}, "it holds other aggregates than the first file",
                    "--merge reads files of the same aggregates");
    for (const KeyPart& key : plan.keys) {
        const auto found = std::ranges::find(header.columns, key.name, &Column::name);
        if (found == header.columns.end())
            throw Error(Exit::bad_data, {}, "no column \"" + key.name + "\"",
                        "--merge reads what rowgroup --partial has written");
        keys_.push_back(static_cast<size_t>(found - header.columns.begin()));
    }
}

void PartialReader::add(const Batch& batch, uint64_t position, Groups& groups) {
    std::vector<Cell> cells(keys_.size());
    Buffer text;
    for (size_t row = 0; row < batch.size(); ++row) {
        for (size_t i = 0; i < keys_.size(); ++i) cells[i] = batch.cell(row, keys_[i]);
        const KeyBytes key = key_of_cells(plan_.keys, cells, key_, scratch_);
        const uint32_t group = groups.table().find_or_add(key, position + row);
        groups.grow();
        try {
            read_states(groups, group, text_of(batch.cell(row, states_), text), position + row);
        } catch (const Error& error) {
            throw error.at(batch.line_of(row));
        }
    }
}

} // namespace rowkit::ops
