// The grammar of expressions: recursive descent by precedence.
#include "expr/parser.h"

#include "base/nearest.h"
#include "data/number_parse.h"
#include "data/path.h"
#include "expr/syntax_error.h"

#include <array>

namespace rowkit::expr {
namespace {

constexpr int deepest = 200;       // nesting; each level takes some stack
constexpr uint32_t highest = 2000; // of a tree: a + b + c + ... is one level for each

struct Binary {
    std::string_view symbol; // or word
    Op op;
    int level;
};
// Levels of operators with two sides that group from left to right, the loosest first. Comparisons stand
// between.
constexpr int or_level = 0, and_level = 1, coalesce_level = 2, concat_level = 3, add_level = 4,
              multiply_level = 5, levels = 6;
constexpr std::array<Binary, 12> binaries = {{
    {"or", Op::either, or_level},
    {"||", Op::either, or_level},
    {"and", Op::both, and_level},
    {"&&", Op::both, and_level},
    {"??", Op::coalesce, coalesce_level},
    {"++", Op::concat, concat_level},
    {"+", Op::add, add_level},
    {"-", Op::subtract, add_level},
    {"*", Op::multiply, multiply_level},
    {"/", Op::divide, multiply_level},
    {"//", Op::floor_divide, multiply_level},
    {"%", Op::modulo, multiply_level},
}};

constexpr std::array<std::pair<std::string_view, Op>, 8> comparisons = {{{"==", Op::equal},
                                                                        {"!=", Op::unequal},
                                                                        {"<", Op::less},
                                                                        {"<=", Op::less_equal},
                                                                        {">", Op::greater},
                                                                        {">=", Op::greater_equal},
                                                                        {"=~", Op::matches},
                                                                        {"!~", Op::matches_not}}};

bool is(const Token& token, std::string_view symbol_or_word) {
    return token.is(symbol_or_word) || token.is_word(symbol_or_word);
}

const Binary* binary_at(const Token& token, int level) {
    for (const Binary& binary : binaries)
        if (binary.level == level && is(token, binary.symbol)) return &binary;
    return nullptr;
}

bool is_reserved(std::string_view word) {
    for (std::string_view reserved : {"and", "or", "not", "in", "is", "true", "false", "null"})
        if (word == reserved) return true;
    return false;
}

} // namespace

void Parser::fail(const Token& at, std::string_view what) const {
    throw syntax_error(source_, at.begin, std::max(at.end, at.begin + 1), what);
}

bool Parser::take(std::string_view symbol) {
    if (!peek().is(symbol)) return false;
    take();
    return true;
}

bool Parser::take_word(std::string_view word) {
    if (!peek().is_word(word)) return false;
    take();
    return true;
}

void Parser::expect(std::string_view symbol, std::string_view what) {
    if (!take(symbol)) fail(peek(), std::string("expected ") + std::string(what));
}

void Parser::expect_end() const {
    if (at_end()) return;
    const Token& token = peek();
    if (token.is("=")) fail(token, "a comparison is written ==");
    std::string what = "expected an operator";
    static const std::vector<std::string> words = {"and", "or", "in", "is", "not"};
    if (token.kind == TokenKind::name)
        if (auto near = nearest(token.text, words, 1); !near.empty())
            what += "; did you mean \"" + near[0] + "\"?";
    if (token.is(")")) what = "this parenthesis closes nothing";
    fail(token, what);
}

NodePtr Parser::make(Op op, size_t begin, std::vector<NodePtr> args) const {
    auto node = std::make_unique<Node>();
    node->op = op;
    node->begin = begin;
    node->end = at_ ? tokens_[at_ - 1].end : begin;
    for (const NodePtr& arg : args) node->height = std::max(node->height, arg->height + 1);
    if (node->height > highest) fail(peek(), "this is too long");
    node->args = std::move(args);
    return node;
}

namespace {
template <class... Nodes> std::vector<NodePtr> nodes(Nodes... each) {
    std::vector<NodePtr> all;
    (all.push_back(std::move(each)), ...);
    return all;
}
} // namespace

NodePtr Parser::conditional() {
    if (++depth_ > deepest) fail(peek(), "this is nested too deep");
    NodePtr condition = binary(or_level);
    if (take("?")) {
        const size_t begin = condition->begin;
        NodePtr then = conditional();
        expect(":", "a colon: condition ? one : other");
        NodePtr other = conditional();
        condition =
            make(Op::conditional, begin, nodes(std::move(condition), std::move(then), std::move(other)));
    }
    --depth_;
    return condition;
}

NodePtr Parser::binary(int level) {
    auto tighter = [&] {
        if (level == and_level) return negation();
        return level + 1 < levels ? binary(level + 1) : minus();
    };
    NodePtr left = tighter();
    while (const Binary* found = binary_at(peek(), level)) {
        take();
        const size_t begin = left->begin;
        NodePtr right = tighter();
        left = make(found->op, begin, nodes(std::move(left), std::move(right)));
    }
    return left;
}

NodePtr Parser::negation() {
    const Token& token = peek();
    if (!token.is_word("not") && !token.is("!")) return comparison();
    if (++depth_ > deepest) fail(token, "this is nested too deep");
    take();
    NodePtr inner = negation();
    --depth_;
    return make(Op::negation, token.begin, nodes(std::move(inner)));
}

NodePtr Parser::comparison() {
    NodePtr left = binary(coalesce_level);
    const size_t begin = left->begin;
    const Token& token = peek();
    if (token.is("=")) fail(token, "a comparison is written ==");
    if (take_word("is")) {
        const bool negated = take_word("not");
        if (take_word("null"))
            return make(negated ? Op::is_not_null : Op::is_null, begin, nodes(std::move(left)));
        if (take_word("empty"))
            return make(negated ? Op::is_not_empty : Op::is_empty, begin, nodes(std::move(left)));
        fail(peek(), "expected null or empty");
    }
    if (token.is_word("in") || (token.is_word("not") && peek(1).is_word("in"))) {
        const bool negated = take_word("not");
        take();
        return in_list(std::move(left), negated);
    }
    for (const auto& [symbol, op] : comparisons) {
        if (!take(symbol)) continue;
        NodePtr right = binary(coalesce_level);
        for (const auto& [other, other_op] : comparisons)
            if (peek().is(other)) fail(peek(), "comparisons can't be chained; join them with and");
        return make(op, begin, nodes(std::move(left), std::move(right)));
    }
    return left;
}

/// `x in [a, b]`, `x in (a, b)`, `x in list`.
NodePtr Parser::in_list(NodePtr left, bool negated) {
    const size_t begin = left->begin;
    std::vector<NodePtr> args = nodes(std::move(left));
    if (peek().is("(")) {
        take();
        do args.push_back(expression());
        while (take(","));
        expect(")", "a closing parenthesis");
    } else {
        NodePtr right = binary(coalesce_level);
        if (right->op == Op::list)
            for (NodePtr& each : right->args) args.push_back(std::move(each));
        else args.push_back(std::move(right));
    }
    return make(negated ? Op::not_in : Op::in, begin, std::move(args));
}

NodePtr Parser::minus() {
    const Token& token = peek();
    if (!token.is("-") && !token.is("+")) return power();
    if (++depth_ > deepest) fail(token, "this is nested too deep");
    const bool negates = token.is("-");
    take();
    NodePtr inner = minus();
    --depth_;
    return negates ? make(Op::minus, token.begin, nodes(std::move(inner))) : std::move(inner);
}

NodePtr Parser::power() {
    NodePtr base = postfix();
    if (!take("**")) return base;
    if (++depth_ > deepest) fail(peek(), "this is nested too deep");
    const size_t begin = base->begin;
    NodePtr exponent = minus(); // to the right: 2 ** 3 ** 2, 2 ** -1
    --depth_;
    return make(Op::power, begin, nodes(std::move(base), std::move(exponent)));
}

/// Paths: .key and [0] behind a value.
NodePtr Parser::postfix() {
    NodePtr value = primary();
    std::vector<Path::Step> steps;
    const size_t begin = value->begin;
    for (;;) {
        if (peek().is(".") && (peek(1).kind == TokenKind::name || peek(1).kind == TokenKind::quoted_name)) {
            take();
            steps.emplace_back(take().text);
        } else if (peek().is("[") && peek(1).kind == TokenKind::number && peek(2).is("]") &&
                   peek().begin == tokens_[at_ - 1].end) {
            take();
            const Token& index = take();
            size_t number = 0;
            for (char digit : index.text) {
                if (digit < '0' || digit > '9' || number > 100'000'000)
                    fail(index, "an index is a whole number from 0");
                number = number * 10 + static_cast<size_t>(digit - '0');
            }
            steps.emplace_back(number);
            take();
        } else break;
    }
    if (steps.empty()) return value;
    NodePtr path = make(Op::path, begin, nodes(std::move(value)));
    path->text = Path(std::move(steps)).text();
    return path;
}

NodePtr Parser::primary() {
    const Token& token = peek();
    auto literal = [&](const Value& value) {
        NodePtr node = make(Op::literal, token.begin, {});
        node->end = token.end;
        node->literal = value;
        return node;
    };
    switch (token.kind) {
    case TokenKind::number: {
        const auto number = parse_number(token.text);
        if (!number) fail(token, "this number is past all that can be computed with");
        take();
        return literal(Value::of(*number));
    }
    case TokenKind::string: {
        take();
        NodePtr node = literal(Value());
        node->text = token.text;
        node->literal = Value::of(std::string_view(node->text));
        return node;
    }
    case TokenKind::name:
        if (token.text == "true" || token.text == "false")
            return take(), literal(Value::of(token.text == "true"));
        if (token.text == "null") return take(), literal(Value());
        if (token.text == "_") return take(), make(Op::item, token.begin, {});
        if (peek(1).is("(")) return take(), call(token);
        if (is_reserved(token.text))
            fail(token, "expected a value; a column of this name stands in `backticks`");
        [[fallthrough]];
    case TokenKind::quoted_name: {
        take();
        NodePtr node = make(Op::column, token.begin, {});
        node->name = token.text;
        return node;
    }
    case TokenKind::symbol:
        if (token.is("(")) {
            take();
            NodePtr inner = expression();
            expect(")", "a closing parenthesis");
            return inner;
        }
        if (token.is("[")) return list();
        fail(token, "expected a value: a column, a number, \"text\", or a call");
    case TokenKind::end:
        fail(token, at_ ? "the expression ends too early: expected a value" : "expected an expression");
    }
    return nullptr;
}

NodePtr Parser::list() {
    const size_t begin = take().begin;
    std::vector<NodePtr> items;
    if (!peek().is("]"))
        do items.push_back(expression());
        while (take(","));
    expect("]", "a closing bracket");
    return make(Op::list, begin, std::move(items));
}

NodePtr Parser::call(const Token& name) {
    take(); // the parenthesis
    std::vector<NodePtr> args;
    if (!peek().is(")"))
        do args.push_back(expression());
        while (take(","));
    expect(")", "a comma or a closing parenthesis");
    NodePtr node = make(Op::call, name.begin, std::move(args));
    node->name = name.text;
    return node;
}

} // namespace rowkit::expr
