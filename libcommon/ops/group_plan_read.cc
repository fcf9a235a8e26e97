// From the text of a grouping to what it does.
#include "base/nearest.h"
#include "expr/parser.h"
#include "expr/syntax_error.h"
#include "ops/group_plan.h"
#include "ops/interpolation.h"

#include <algorithm>
#include <fmt/core.h>

namespace rowkit::ops {
namespace {

using expr::Node;
using expr::NodePtr;
using expr::Op;
using expr::TokenKind;
using expr::Value;

Reads reads_of(char kind) {
    switch (kind) {
    case 'n': return Reads::number;
    case 'o':
    case 'r':
        return Reads::ordered;
    case 'b': return Reads::condition;
    default: return Reads::value;
    }
}

bool is_condition(const Node& node) {
    return (node.op >= Op::either && node.op <= Op::not_in) || (node.op >= Op::is_null && node.op <= Op::is_not_empty);
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
    bool must_hold_aggregate(const Node& node) const;
    const Aggregate* aggregate_of(const Node& node) const;
    void lift(NodePtr& node);
    void resolve(NodePtr& node) const;
    void call(Node& node, const Aggregate& aggregate);
    void check_kind(const Node& node, char kind) const;
    size_t argument(NodePtr tree, char kind);
    Value constant(const Node& node, char kind);

    GroupPlan& plan_;
    expr::Parser parser_;
    std::vector<std::pair<std::string, NodePtr>> lifted_; // outputs so far, which later ones can name
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
        if (!is_name(token) && token.kind != TokenKind::string) parser_.fail(token, "expected a name for the column");
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
    const std::vector<std::string> names = expr::names_in(*key.tree);
    const bool plain = key.tree->op == Op::column || (key.tree->op == Op::path && key.tree->args[0]->op == Op::column);
    if (key.name.empty()) key.name = plain && names.size() == 1 ? names[0] : std::string(written(key.begin, key.end));
    for (const KeyPart& other : plan_.keys)
        if (other.name == key.name) fail(*key.tree, "there are two keys of this name; `as` gives another");
    KeyPart& part = plan_.keys.emplace_back(KeyPart{key.name, formula(std::move(key.tree))});
    part.type = part.formula.type();
}

void PlanReader::add_output(Named output) {
    OutputPlan plan;
    plan.name = output.name.empty() ? std::string(written(output.begin, output.end)) : output.name;
    auto same = [&](const auto& other) { return other.name == plan.name; };
    if (std::ranges::any_of(plan_.keys, same)) fail(*output.tree, "a key has this name; keys are written before the aggregates");
    if (std::ranges::any_of(plan_.outputs, same)) fail(*output.tree, "there are two columns of this name; `as` gives another");
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
    if (std::ranges::any_of(node.args, [&](const NodePtr& arg) { return holds_aggregate(*arg); })) return nullptr;
    const auto most = static_cast<size_t>(std::ranges::count_if(found->arguments, [](char kind) { return kind != '?'; }));
    return node.args.size() <= most || is_condition(*node.args.back()) ? found : nullptr;
}

bool PlanReader::holds_aggregate(const Node& node) const {
    return aggregate_of(node) ||
           std::ranges::any_of(node.args, [&](const NodePtr& arg) { return holds_aggregate(*arg); });
}

/// Where an aggregate can't stand, max(a, b) is the function.
bool PlanReader::must_hold_aggregate(const Node& node) const {
    return (node.op == Op::call && find_aggregate(node.name) && !expr::find_function(node.name)) ||
           std::ranges::any_of(node.args, [&](const NodePtr& arg) { return must_hold_aggregate(*arg); });
}

/// Takes the aggregates out of a tree; what is left in their place are columns.
void PlanReader::lift(NodePtr& node) {
    if (const Aggregate* aggregate = aggregate_of(*node)) {
        call(*node, *aggregate);
        auto column = std::make_unique<Node>();
        column->op = Op::column;
        column->begin = node->begin;
        column->end = node->end;
        column->name = GroupPlan::call_column(plan_.calls.size() - 1);
        node = std::move(column);
        return;
    }
    const bool is_function = node->op == Op::call && expr::find_function(node->name);
    if (node->op == Op::call && (!is_function || node->args.empty())) {
        if (const Aggregate* other = find_aggregate(node->name))
            fail(*node, fmt::format("this is {}, called with {} argument{}", other->signature, node->args.size(),
                                    node->args.size() == 1 ? "" : "s"));
        if (is_function) return;
        std::vector<std::string> known = aggregate_names();
        for (std::string& name : expr::function_names()) known.push_back(std::move(name));
        std::string what = "there is no aggregate or function \"" + node->name + "\"";
        if (auto near = nearest(node->name, known, 1); !near.empty()) what += "; did you mean " + near[0] + "?";
        throw expr::syntax_error(plan_.source, node->begin, node->begin + node->name.size(), what);
    }
    for (NodePtr& arg : node->args) lift(arg);
}

/// What is left names keys, and outputs before this one: those are put in the place of their names.
void PlanReader::resolve(NodePtr& node) const {
    for (NodePtr& arg : node->args) resolve(arg);
    if (node->op != Op::column || node->name.starts_with('\x02')) return;
    if (std::ranges::any_of(plan_.keys, [&](const KeyPart& key) { return key.name == node->name; })) return;
    for (const auto& [name, tree] : lifted_) {
        if (name != node->name) continue;
        node = expr::clone(*tree);
        return;
    }
    fail(*node, "a group has many values of this column: it must stand in an aggregate, as in first(" + node->name +
                    "), or behind by");
}

/// Throws where all values would be left out, as none is of that kind.
void PlanReader::check_kind(const Node& node, char kind) const {
    using expr::Type;
    const Type type = expr::Program(plan_.source, node, Header{}, {.optional = true}).root().type;
    const std::string text(written(node.begin, node.end));
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

size_t PlanReader::argument(NodePtr tree, char kind) {
    if (must_hold_aggregate(*tree)) fail(*tree, "an aggregate can't stand in an aggregate");
    check_kind(*tree, kind);
    const Reads reads = reads_of(kind);
    std::string text(written(tree->begin, tree->end));
    for (size_t i = 0; i < plan_.arguments.size(); ++i)
        if (plan_.arguments[i].source == text && plan_.arguments[i].reads == reads) return i;
    plan_.arguments.push_back({formula(std::move(tree)), std::move(text), reads});
    return plan_.arguments.size() - 1;
}

Value PlanReader::constant(const Node& node, char kind) {
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
    if (kind == 'K' && !(number >= one && number.is_integer())) fail(node, "a whole number from 1 on must stand here");
    if (kind == 'K' && !number.to_int64()) fail(node, "this number is too large");
    plan_.constants.push_back(std::move(program));
    return value;
}

void PlanReader::call(Node& node, const Aggregate& aggregate) {
    AggregateCall made{&aggregate, 0, {}};
    StatePlan state{aggregate.make, {}, {}, {}};
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
        if (at == node.args.size() || (may_end && is_constant && !expr::names_in(*node.args[at]).empty())) break;
        NodePtr& arg = node.args[at++];
        if (is_constant) made.constants.push_back(constant(*arg, kind));
        else if (kind == 'b')
            state.condition = argument(std::move(arg), 'b');
        else
            state.arguments.push_back(argument(std::move(arg), kind));
    }
    if (at < node.args.size()) {
        NodePtr& arg = node.args[at++];
        if (at < node.args.size() || state.condition)
            fail(node, fmt::format("this is {}, or the same with a condition at the end", aggregate.signature));
        state.condition = argument(std::move(arg), 'b');
    }
    if (aggregate.shaped) state.constants = made.constants;
    auto same_constant = [](const Value& a, const Value& b) {
        if (a.type() != b.type()) return false;
        return a.is(expr::Type::number) ? a.number() == b.number() : a.text() == b.text();
    };
    auto same = [&](const StatePlan& other) {
        return other.make == state.make && other.arguments == state.arguments && other.condition == state.condition &&
               std::ranges::equal(other.constants, state.constants, same_constant);
    };
    const auto found = std::ranges::find_if(plan_.states, same);
    made.state = static_cast<size_t>(found - plan_.states.begin());
    if (found == plan_.states.end()) plan_.states.push_back(std::move(state));
    plan_.calls.push_back(std::move(made));
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
