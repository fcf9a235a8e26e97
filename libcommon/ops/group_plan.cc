// What a grouping does.
#include "ops/group_plan.h"

#include <fmt/core.h>

#include <algorithm>

namespace rowkit::ops {

std::string GroupPlan::call_column(size_t call) { return fmt::format("\x02{}", call); }

std::vector<std::string> GroupPlan::names() const {
    std::vector<std::string> names;
    auto add = [&](const expr::Formula& formula) {
        for (std::string& name : formula.names())
            if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    };
    for (const KeyPart& key : keys) add(key.formula);
    for (const Argument& each : arguments) add(each.formula);
    return names;
}

bool GroupPlan::in_order() const {
    return std::ranges::any_of(keys, [](const KeyPart& key) { return key.formula.in_order(); }) ||
           std::ranges::any_of(arguments, [](const Argument& each) { return each.formula.in_order(); });
}

const Aggregate* GroupPlan::ordered_aggregate() const {
    for (const AggregateCall& call : calls)
        if (call.aggregate->in_order) return call.aggregate;
    return nullptr;
}

Header GroupPlan::header() const {
    Header header;
    for (const KeyPart& key : keys) header.columns.push_back({key.name});
    for (const OutputPlan& output : outputs) header.columns.push_back({output.name});
    return header;
}

Header GroupPlan::result_header() const {
    Header header;
    for (const KeyPart& key : keys) header.columns.push_back({key.name});
    for (size_t i = 0; i < calls.size(); ++i) header.columns.push_back({GroupPlan::call_column(i)});
    return header;
}

bool GroupPlan::needs_formulas() const {
    return std::ranges::any_of(outputs, [](const OutputPlan& output) { return !output.call; });
}

} // namespace rowkit::ops
