// A call of an aggregate in a grouping's text: its arguments and constants are matched to what it takes.
#pragma once

#include "ops/group_plan.h"

#include <string_view>

namespace rowkit::ops {

/// Whether an aggregate is called in a tree where a function of that name can't be meant: where an aggregate
/// can't stand, max(a, b) is the function.
bool must_hold_aggregate(const expr::Node& node);

/// Adds calls to a plan. Arguments and states that are there already are shared.
class AggregateReader {
public:
    explicit AggregateReader(GroupPlan& plan) : plan_(plan) {}

    /// The call's arguments are moved from the tree. Throws Error (exit 2) with the place underlined.
    void read(expr::Node& node, const Aggregate& aggregate);

private:
    [[noreturn]] void fail(const expr::Node& node, std::string_view what) const;
    std::string_view written(const expr::Node& node) const;
    void check_kind(const expr::Node& node, expr::Type type, char kind) const;
    size_t argument(expr::NodePtr tree, char kind, std::optional<size_t> condition = {});
    expr::Value constant(const expr::Node& node, char kind);

    GroupPlan& plan_;
};

} // namespace rowkit::ops
