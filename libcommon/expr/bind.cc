// Binding a tree to a header: columns, functions, kinds, constants.
#include "expr/program.h"

#include "base/nearest.h"
#include "data/column_number.h"
#include "data/path.h"
#include "expr/choices.h"
#include "expr/evaluate.h"
#include "expr/syntax_error.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace rowkit::expr {
namespace {

/// `user.tags[0]` of a column `user` and the path `tags[0]`.
std::string joined(const Node& path) {
    const std::string base = Path({Path::Step(path.args[0]->name)}).text();
    return base + (path.text.starts_with('[') ? "" : ".") + path.text;
}

bool is_column_path(const Node& node) { return node.op == Op::path && node.args[0]->op == Op::column; }

class Binder {
public:
    Binder(std::string_view source, const Header& header, const BindOptions& options)
        : source_(source), header_(header), options_(options) {
        for (size_t i = 0; i < header.cells(); ++i) places_.try_emplace(header.name(i), i);
    }

    void bind(Node& node);
    /// Throws for what can't be true or false.
    void expect_condition(const Node& node) const;
    uint32_t slots() const { return slots_; }

private:
    [[noreturn]] void fail(const Node& node, std::string_view what) const {
        throw syntax_error(source_, node.begin, node.end, what);
    }
    const size_t* place(const std::string& name) const {
        auto found = places_.find(name);
        return found == places_.end() ? nullptr : &found->second;
    }
    std::string odd_name_at(const Node& node) const;
    void bind_column(Node& node);
    void bind_call(Node& node);
    std::optional<size_t> place_of_several(const Node& path) const;
    void bind_path(Node& node);
    void split_path(Node& path) const;
    void prepare(Node& node);
    void fold(Node& node);
    Type type_of(const Node& node) const;

    std::string_view source_;
    const Header& header_;
    BindOptions options_;
    std::unordered_map<std::string, size_t> places_;
    uint32_t slots_ = 0;
    int items_ = 0; // calls of map() and the like around the node
};

/// `3` in backticks is the third column where none bears that name, `-1` the last one; so it is without a
/// header.
std::optional<size_t> numbered(std::string_view name, size_t columns) {
    const int64_t number = column_number(name).value_or(0);
    const auto place = static_cast<uint64_t>(number < 0 ? -number : number);
    if (place == 0 || place > columns) return std::nullopt;
    return number < 0 ? columns - place : place - 1;
}

/// The column whose name, of more than a word, stands in the source where this one does; empty: there is
/// none.
std::string Binder::odd_name_at(const Node& node) const {
    std::string_view longest = node.name;
    for (const Column& column : header_.columns)
        if (column.name.size() > longest.size() && source_.substr(node.begin).starts_with(column.name))
            longest = column.name;
    return longest == node.name ? std::string() : std::string(longest);
}

void Binder::bind_column(Node& node) {
    const size_t* found = place(node.name);
    const std::optional<size_t> number = found ? std::nullopt : numbered(node.name, header_.size());
    if (number) found = &*number;
    if (found) {
        node.column = static_cast<int32_t>(*found);
    } else if (!options_.optional) {
        std::string what = "there is no column \"" + node.name + "\"", hint = header_hint(header_);
        if (const std::string odd = odd_name_at(node); !odd.empty())
            what += "; the column \"" + odd + "\" is written in backticks: `" + odd + "`";
        else if (auto near = nearest(node.name, header_.names(), 1); !near.empty())
            what += "; did you mean \"" + near[0] + "\"?";
        else if (find_function(node.name))
            what += "; a function is called with parentheses: " + node.name + "(...)";
        throw syntax_error(source_, node.begin, node.end, what, std::move(hint));
    }
    node.type = Type::cell;
}

/// `name[2]` is the second column of that name, where there are several.
std::optional<size_t> Binder::place_of_several(const Node& path) const {
    const std::optional<Path> steps = Path::parse(path.text);
    if (!steps || steps->steps().size() != 1 || !std::holds_alternative<size_t>(steps->steps()[0]))
        return std::nullopt;
    const size_t number = std::get<size_t>(steps->steps()[0]);
    std::vector<size_t> places;
    for (size_t i = 0; i < header_.size(); ++i)
        if (header_.columns[i].name == path.args[0]->name) places.push_back(i);
    if (places.size() < 2 || number < 1 || number > places.size()) return std::nullopt;
    return places[number - 1];
}

/// Where objects were flattened, the longest beginning that is a column is the one to look into.
void Binder::split_path(Node& node) const {
    const auto path = Path::parse(joined(node));
    if (!path) return;
    const auto& steps = path->steps();
    for (auto rest = steps.end() - 1; rest > steps.begin() + 1; --rest) {
        std::string name = Path({steps.begin(), rest}).text();
        if (!place(name)) continue;
        node.args[0]->name = std::move(name);
        node.text = Path({rest, steps.end()}).text();
        return;
    }
}

void Binder::bind_path(Node& node) {
    Node& base = *node.args[0];
    if (base.op == Op::column) {
        // JSON's nested values are columns of their own, if only they were asked for.
        const size_t* found = place(joined(node));
        const std::optional<size_t> one = found ? *found : place_of_several(node);
        if (one) {
            node.name = joined(node);
            node.op = Op::column;
            node.column = static_cast<int32_t>(*one);
            node.type = Type::cell;
            node.args.clear();
            return;
        }
        if (!place(base.name)) split_path(node);
    }
    bind(base);
    node.type = Type::any;
}

void Binder::bind_call(Node& node) {
    node.function = find_function(node.name);
    if (!node.function) {
        std::string what = "there is no function \"" + node.name + "\"";
        if (auto near = nearest(node.name, function_names(), 2); !near.empty()) {
            what += "; did you mean " + near[0];
            if (near.size() > 1) what += " or " + near[1];
            what += "?";
        }
        throw syntax_error(source_, node.begin, node.begin + node.name.size(), what);
    }
    const Function& function = *node.function;
    const bool over_items = function.params.ends_with('_'); // its last argument looks at each item
    for (size_t i = 0; i < node.args.size(); ++i) {
        if (over_items && i > 0) ++items_;
        bind(*node.args[i]);
        if (over_items && i > 0) --items_;
    }
    const size_t count = node.args.size();
    if (count < function.least || (function.most != 255 && count > function.most))
        fail(node, fmt::format("this is {}, called with {} argument{}", function.signature, count,
                               count == 1 ? "" : "s"));
    node.type = function.type;
    prepare(node);
}

/// Has the function make once what depends on constants only.
void Binder::prepare(Node& node) {
    if (!node.function->prepare) return;
    std::vector<const Value*> constants;
    for (const NodePtr& arg : node.args)
        constants.push_back(arg->op == Op::literal ? &arg->literal : nullptr);
    try {
        node.prepared = node.function->prepare(constants);
    } catch (const std::string& what) {
        fail(node, what);
    }
}

Type Binder::type_of(const Node& node) const {
    switch (node.op) {
    case Op::literal: return node.literal.type();
    case Op::list: return Type::list;
    case Op::item: return Type::cell;
    case Op::concat: return Type::text;
    case Op::add:
    case Op::subtract:
        // A time and a number give a time, two times give seconds.
        if (node.args[0]->type == Type::time && node.args[1]->type != Type::time) return Type::time;
        if (node.args[0]->type == Type::any || node.args[1]->type == Type::any) return Type::any;
        return Type::number;
    case Op::multiply:
    case Op::divide:
    case Op::floor_divide:
    case Op::modulo:
    case Op::minus:
    case Op::power: return Type::number;
    case Op::conditional:
    case Op::coalesce: {
        const Type a = node.args[node.args.size() - 2]->type, b = node.args.back()->type;
        return a == b ? a : a == Type::null ? b : b == Type::null ? a : Type::any;
    }
    case Op::column:
    case Op::path:
    case Op::call: return node.type;
    default: return Type::boolean;
    }
}

void Binder::expect_condition(const Node& node) const {
    const Type type = node.type;
    if (type == Type::boolean || type == Type::any || type == Type::cell || type == Type::null) return;
    fail(node, "a condition must stand here, as in x > 0 or x is not null");
}

/// Computes what is the same for all records, once.
void Binder::fold(Node& node) {
    if (node.op == Op::literal) {
        node.constant = true;
        return;
    }
    if (node.op == Op::column || node.op == Op::item || node.args.empty())
        return; // now() is not the same for all runs
    if (node.function && node.function->params.ends_with('_')) return;
    if (!std::ranges::all_of(node.args, [](const NodePtr& arg) { return arg->constant; })) return;
    Arena arena;
    const Value value = evaluate_constant(node, slots_, arena);
    // 1 / 0 is null, but one that compares as a number.
    const Type null_type = node.op >= Op::add && node.op <= Op::power ? Type::number : Type::null;
    node.op = Op::literal;
    node.constant = true;
    node.literal = value;
    if (value.is_texty()) {
        node.text = std::string(value.text());
        node.literal = value.is(Type::list)     ? Value::list(node.text)
                       : value.is(Type::object) ? Value::object(node.text)
                       : value.is(Type::cell)   ? Value::cell(node.text, value.is_number_text())
                                                : Value::of(std::string_view(node.text));
    }
    node.type = value.is_null() ? null_type : value.type();
    node.function = nullptr;
    node.args.clear();
}

void Binder::bind(Node& node) {
    switch (node.op) {
    case Op::column: bind_column(node); break;
    case Op::path: bind_path(node); break;
    case Op::call: bind_call(node); break;
    case Op::item:
        if (!options_.item && items_ == 0)
            fail(node, "_ has a meaning only inside map(), filter() and the like, and in --each");
        break;
    default:
        for (const NodePtr& arg : node.args) bind(*arg);
    }
    node.slot = slots_++;
    node.type = type_of(node);
    if (node.op == Op::both || node.op == Op::either || node.op == Op::negation)
        for (const NodePtr& arg : node.args) expect_condition(*arg);
    if (node.op == Op::conditional) expect_condition(*node.args[0]);
    if ((node.op == Op::matches || node.op == Op::matches_not)) {
        // A match is a call of the function that is made for it.
        node.function = find_function("matches");
        prepare(node);
    }
    if (node.op == Op::in || node.op == Op::not_in) node.prepared = Choices::of(node);
    fold(node);
}

} // namespace

NodePtr clone(const Node& node) {
    auto copy = std::make_unique<Node>();
    copy->op = node.op;
    copy->begin = node.begin;
    copy->end = node.end;
    copy->name = node.name;
    copy->text = node.text;
    copy->literal = node.literal;
    if (node.literal.is(Type::text)) copy->literal = Value::of(std::string_view(copy->text));
    for (const NodePtr& arg : node.args) copy->args.push_back(clone(*arg));
    return copy;
}

std::vector<std::string> names_in(const Node& root) {
    std::vector<std::string> names;
    auto walk = [&](auto& self, const Node& node) -> void {
        if (node.op == Op::column || is_column_path(node)) {
            const std::string name = node.op == Op::column ? node.name : joined(node);
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
            return;
        }
        for (const NodePtr& arg : node.args) self(self, *arg);
    };
    walk(walk, root);
    return names;
}

Program::Program(std::string_view source, const Node& root, const Header& header, const BindOptions& options)
    : source_(source), root_(clone(root)), columns_(header.cell_names()) {
    Binder binder(source_, header, options);
    binder.bind(*root_);
    if (options.condition) binder.expect_condition(*root_);
    slots_ = binder.slots();
}

Program::~Program() = default;

} // namespace rowkit::expr
