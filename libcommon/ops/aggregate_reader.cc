// A call of an aggregate in a grouping's text.
#include "ops/aggregate_reader.h"

#include "expr/parser.h"
#include "expr/syntax_error.h"
#include "ops/interpolation.h"

#include <algorithm>
#include <fmt/core.h>

namespace rowkit::ops {

using expr::Node;
using expr::NodePtr;
using expr::Op;
using expr::Value;

namespace {

Reads reads_of(char kind, expr::Type type) {
    switch (kind) {
    case 'r': return type == expr::Type::time ? Reads::ordered : Reads::number;
    case 'n': return Reads::number;
    case 'o': return Reads::ordered;
    case 'b': return Reads::condition;
    default: return Reads::value;
    }
}

} // namespace

/// Where an aggregate can't stand, max(a, b) is the function.
bool must_hold_aggregate(const Node& node) {
    return (node.op == Op::call && find_aggregate(node.name) && !expr::find_function(node.name)) ||
           std::ranges::any_of(node.args, [](const NodePtr& arg) { return must_hold_aggregate(*arg); });
}

void AggregateReader::fail(const Node& node, std::string_view what) const {
    throw expr::syntax_error(plan_.source, node.begin, node.end, what);
}

std::string_view AggregateReader::written(const Node& node) const {
    return std::string_view(plan_.source).substr(node.begin, node.end - node.begin);
}

/// Throws where all values would be left out, as none is of that kind.
void AggregateReader::check_kind(const Node& node, expr::Type type, char kind) const {
    using expr::Type;
    const std::string text(written(node));
    const bool can_hold =
        type == Type::boolean || type == Type::any || type == Type::cell || type == Type::null;
    if ((kind == 'b' || kind == 'c') && !can_hold) fail(node, "a condition must stand here, as in x > 0");
    if (kind != 'n' && kind != 'r') return;
    if (type == Type::boolean)
        fail(node, "this is true or false, and no number; count_if(" + text + ") counts where it holds");
    if (type == Type::list || type == Type::object) fail(node, "this is no number");
    if (type == Type::time && kind == 'n')
        fail(node, "this is a time, and no number; epoch(" + text + ") is one");
}

size_t AggregateReader::argument(NodePtr tree, char kind, std::optional<size_t> condition) {
    if (must_hold_aggregate(*tree)) fail(*tree, "an aggregate can't stand in an aggregate");
    const std::shared_ptr<const Node> root = std::move(tree);
    expr::Formula formula(plan_.source, root);
    check_kind(*root, formula.type(), kind);
    const Reads reads = reads_of(kind, formula.type());
    std::string text(written(*root));
    for (size_t i = 0; i < plan_.arguments.size(); ++i)
        if (plan_.arguments[i].source == text && plan_.arguments[i].reads == reads &&
            (!plan_.arguments[i].condition || plan_.arguments[i].condition == condition))
            return i;
    plan_.arguments.push_back({std::move(formula), std::move(text), reads, condition});
    return plan_.arguments.size() - 1;
}

Value AggregateReader::constant(const Node& node, char kind) {
    if (!expr::names_in(node).empty()) fail(node, "this must be a constant");
    const Header none;
    auto program = std::make_shared<const expr::Program>(plan_.source, node, none);
    const Value value = program->root().literal;
    const bool literal = program->root().op == Op::literal;
    const bool text = literal && value.is(expr::Type::text);
    if (kind == 'T' && !text) fail(node, "a constant text must stand here");
    if (kind == 'M' && !(text && interpolation_of(value.text())))
        fail(node, fmt::format("{} must stand here", interpolation_names));
    const Number zero(int64_t{0}), one(int64_t{1});
    const Number number = literal && value.is(expr::Type::number) ? value.number() : Number(int64_t{-1});
    if (kind == 'Q' && !(number >= zero && number <= one)) fail(node, "a number from 0 to 1 must stand here");
    if (kind == 'N' && !(number > zero)) fail(node, "a positive number must stand here");
    if (kind == 'K' && !(number >= one && number.is_integer()))
        fail(node, "a whole number from 1 on must stand here");
    if (kind == 'K' && !number.to_int64()) fail(node, "this number is too large");
    plan_.constants.push_back(std::move(program));
    return value;
}

void AggregateReader::read(Node& node, const Aggregate& aggregate) {
    AggregateCall made{&aggregate, 0, {}};
    StatePlan state{aggregate.make, {}, {}, {}};
    std::vector<std::pair<NodePtr, char>> arguments; // and of what kind they are
    size_t at = 0;
    bool may_end = false;
    for (char kind : aggregate.arguments) {
        if (kind == '?') {
            may_end = true;
            continue;
        }
        const bool is_constant = kind >= 'A' && kind <= 'Z';
        if (const auto percent = percentile_of(node.name); percent && kind == 'Q') {
            made.constants.push_back(Value::of(Number(int64_t{*percent}, 2)));
            continue;
        }
        // After `?`: a condition may stand in the place of what was left out.
        if (at == node.args.size() || (may_end && is_constant && !expr::names_in(*node.args[at]).empty()))
            break;
        NodePtr& arg = node.args[at++];
        if (is_constant) made.constants.push_back(constant(*arg, kind));
        else if (kind == 'b')
            state.condition = argument(std::move(arg), 'b');
        else
            arguments.emplace_back(std::move(arg), kind);
    }
    if (at < node.args.size()) {
        NodePtr& arg = node.args[at++];
        if (at < node.args.size() || state.condition)
            fail(node,
                 fmt::format("this is {}, or the same with a condition at the end", aggregate.signature));
        state.condition = argument(std::move(arg), 'b');
    }
    for (auto& [arg, kind] : arguments)
        state.arguments.push_back(argument(std::move(arg), kind, state.condition));
    if (aggregate.shaped) state.constants = made.constants;
    auto same_constant = [](const Value& a, const Value& b) {
        if (a.type() != b.type()) return false;
        return a.is(expr::Type::number) ? a.number() == b.number() : a.text() == b.text();
    };
    auto same = [&](const StatePlan& other) {
        return other.make == state.make && other.arguments == state.arguments &&
               other.condition == state.condition &&
               std::ranges::equal(other.constants, state.constants, same_constant);
    };
    const auto found = std::ranges::find_if(plan_.states, same);
    made.state = static_cast<size_t>(found - plan_.states.begin());
    if (found == plan_.states.end()) plan_.states.push_back(std::move(state));
    plan_.calls.push_back(std::move(made));
}

} // namespace rowkit::ops
