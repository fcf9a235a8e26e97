// From the text of a grouping to what it does.
#include "base/nearest.h"
#include "expr/parser.h"
#include "expr/syntax_error.h"
#include "ops/aggregate_reader.h"
#include "ops/group_plan.h"

#include <algorithm>
#include <fmt/core.h>

namespace rowkit::ops {
namespace {

using expr::Node;
using expr::NodePtr;
using expr::Op;
using expr::TokenKind;

/// Names of outputs stand for their formulas, so names of names grow without end.
constexpr size_t most_nodes = 20'000;

size_t nodes_in(const Node& node) {
    size_t count = 1;
    for (const NodePtr& arg : node.args) count += nodes_in(*arg);
    return count;
}

bool is_condition(const Node& node) {
    if (node.op == Op::call) {
        const expr::Function* function = expr::find_function(node.name);
        return function && function->type == expr::Type::boolean;
    }
    return (node.op >= Op::either && node.op <= Op::not_in) ||
           (node.op >= Op::is_null && node.op <= Op::is_not_empty);
}

class PlanReader {
public:
    explicit PlanReader(GroupPlan& plan) : plan_(plan), parser_(plan.source) {}

    void read();

private:
    struct Named {
        std::string name; // empty: not given
        size_t begin, end;
        NodePtr tree;
    };
    [[noreturn]] void fail(const Node& node, std::string_view what) const {
        throw expr::syntax_error(plan_.source, node.begin, node.end, what);
    }
    std::string_view written(size_t begin, size_t end) const {
        return std::string_view(plan_.source).substr(begin, end - begin);
    }
    expr::Formula formula(NodePtr tree) const {
        return expr::Formula(plan_.source, std::shared_ptr<const Node>(std::move(tree)));
    }
    void refuse_star() const;
    Named named();
    void add_key(Named key);
    void add_output(Named output);
    bool holds_aggregate(const Node& node) const;
    const Aggregate* aggregate_of(const Node& node) const;
    void lift(NodePtr& node);
    void resolve(NodePtr& node);

    GroupPlan& plan_;
    expr::Parser parser_;
    std::vector<std::pair<std::string, NodePtr>> lifted_; // outputs so far, which later ones can name
    size_t nodes_ = 0; // put in the place of names
};

/// `name = expression` or `expression as name`.
PlanReader::Named PlanReader::named() {
    Named named{};
    auto is_name = [](const expr::Token& token) {
        return token.kind == TokenKind::name || token.kind == TokenKind::quoted_name;
    };
    if (is_name(parser_.peek()) && parser_.peek(1).is("=")) {
        named.name = parser_.take().text;
        parser_.take();
    }
    named.begin = parser_.peek().begin;
    named.tree = parser_.expression();
    const size_t next = parser_.peek().begin;
    named.end = plan_.source.find_last_not_of(" \t\r\n", next ? next - 1 : 0) + 1;
    if (parser_.take_word("as")) {
        const expr::Token& token = parser_.peek();
        if (!is_name(token) && token.kind != TokenKind::string)
            parser_.fail(token, "expected a name for the column");
        named.name = parser_.take().text;
    }
    return named;
}

/// SQL's count(*) counts records.
void PlanReader::refuse_star() const {
    const std::vector<expr::Token> tokens = expr::tokenize(plan_.source);
    for (size_t i = 3; i < tokens.size(); ++i)
        if (tokens[i - 3].kind == TokenKind::name && tokens[i - 2].is("(") && tokens[i - 1].is("*") &&
            tokens[i].is(")"))
            throw expr::syntax_error(plan_.source, tokens[i - 1].begin, tokens[i - 1].end,
                                     "count() counts records");
}

void PlanReader::read() {
    refuse_star();
    std::vector<Named> outputs;
    if (!parser_.peek().is_word("by") || parser_.peek(1).is("=") || parser_.peek(1).is("(")) {
        do outputs.push_back(named());
        while (parser_.take(",") || parser_.take(";"));
    }
    if (parser_.take_word("by")) {
        do add_key(named());
        while (parser_.take(","));
    }
    parser_.expect_end();
    for (Named& output : outputs) add_output(std::move(output));
}

void PlanReader::add_key(Named key) {
    if (must_hold_aggregate(*key.tree)) fail(*key.tree, "a group can't depend on an aggregate");
    expr::take_for_column(*key.tree, plan_.source);
    const std::vector<std::string> names = expr::names_in(*key.tree);
    const bool plain =
        key.tree->op == Op::column || (key.tree->op == Op::path && key.tree->args[0]->op == Op::column);
    if (key.name.empty())
        key.name = plain && names.size() == 1 ? names[0] : std::string(written(key.begin, key.end));
    for (const KeyPart& other : plan_.keys)
        if (other.name == key.name) fail(*key.tree, "there are two keys of this name; `as` gives another");
    KeyPart& part = plan_.keys.emplace_back(KeyPart{key.name, formula(std::move(key.tree))});
    part.type = part.formula.type();
}

void PlanReader::add_output(Named output) {
    OutputPlan plan;
    plan.name = output.name.empty() ? std::string(written(output.begin, output.end)) : output.name;
    auto same = [&](const auto& other) { return other.name == plan.name; };
    if (std::ranges::any_of(plan_.keys, same))
        fail(*output.tree, "a key has this name; keys are written before the aggregates");
    if (std::ranges::any_of(plan_.outputs, same))
        fail(*output.tree, "there are two columns of this name; `as` gives another");
    lift(output.tree);
    resolve(output.tree);
    lifted_.emplace_back(plan.name, expr::clone(*output.tree));
    if (output.tree->op == Op::column && output.tree->name.starts_with('\x02'))
        plan.call = std::stoul(output.tree->name.substr(1));
    else plan.formula = formula(std::move(output.tree));
    plan_.outputs.push_back(std::move(plan));
}

/// What takes such arguments. Of names that are a function's too, max(a) and max(a, b > 0) are aggregates,
/// max(a, b) and max(sum(a), sum(b)) are not.
const Aggregate* PlanReader::aggregate_of(const Node& node) const {
    if (node.op != Op::call) return nullptr;
    const Aggregate* found = find_aggregate(node.name, node.args.size());
    if (!found || !expr::find_function(node.name)) return found;
    if (std::ranges::any_of(node.args, [&](const NodePtr& arg) { return holds_aggregate(*arg); }))
        return nullptr;
    const auto most =
        static_cast<size_t>(std::ranges::count_if(found->arguments, [](char kind) { return kind != '?'; }));
    return node.args.size() <= most || is_condition(*node.args.back()) ? found : nullptr;
}

bool PlanReader::holds_aggregate(const Node& node) const {
    return aggregate_of(node) ||
           std::ranges::any_of(node.args, [&](const NodePtr& arg) { return holds_aggregate(*arg); });
}

/// Takes the aggregates out of a tree; what is left in their place are columns.
void PlanReader::lift(NodePtr& node) {
    if (const Aggregate* aggregate = aggregate_of(*node)) {
        AggregateReader(plan_).read(*node, *aggregate);
        auto column = std::make_unique<Node>();
        column->op = Op::column;
        column->begin = node->begin;
        column->end = node->end;
        column->name = GroupPlan::call_column(plan_.calls.size() - 1);
        node = std::move(column);
        return;
    }
    const expr::Function* function = node->op == Op::call ? expr::find_function(node->name) : nullptr;
    if (node->op == Op::call && (!function || node->args.empty())) {
        if (const Aggregate* other = find_aggregate(node->name))
            fail(*node, fmt::format("this is {}, called with {} argument{}", other->signature,
                                    node->args.size(), node->args.size() == 1 ? "" : "s"));
        if (function && !function->in_order) return;
        if (function)
            fail(*node,
                 fmt::format("a group has many records: it must stand in an aggregate, as in first({})",
                             written(node->begin, node->end)));
        std::vector<std::string> known = aggregate_names();
        for (std::string& name : expr::function_names()) known.push_back(std::move(name));
        std::string what = "there is no aggregate or function \"" + node->name + "\"";
        if (auto near = nearest(node->name, known, 1); !near.empty())
            what += "; did you mean " + near[0] + "?";
        throw expr::syntax_error(plan_.source, node->begin, node->begin + node->name.size(), what);
    }
    for (NodePtr& arg : node->args) lift(arg);
}

/// What is left names keys, and outputs before this one: those are put in the place of their names.
void PlanReader::resolve(NodePtr& node) {
    for (NodePtr& arg : node->args) resolve(arg);
    if (node->op != Op::column || node->name.starts_with('\x02')) return;
    if (std::ranges::any_of(plan_.keys, [&](const KeyPart& key) { return key.name == node->name; })) return;
    for (const auto& [name, tree] : lifted_) {
        if (name != node->name) continue;
        node = expr::clone(*tree);
        nodes_ += nodes_in(*node);
        if (nodes_ > most_nodes) fail(*node, "with what it names this is too long a formula");
        return;
    }
    fail(*node, "a group has many values of this column: it must stand in an aggregate, as in first(" +
                    node->name + "), or behind by");
}

} // namespace

GroupPlan GroupPlan::parse(std::string source) {
    GroupPlan plan;
    plan.source = std::move(source);
    PlanReader(plan).read();
    const Header results = plan.result_header();
    for (OutputPlan& output : plan.outputs)
        if (!output.call) output.formula.bind(results);
    return plan;
}

} // namespace rowkit::ops
