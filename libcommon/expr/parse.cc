// From the text of an expression to its tree; the table of operators.
#include "expr/parse.h"

#include "data/column_number.h"
#include "data/path.h"
#include "expr/parser.h"

#include <array>

namespace rowkit::expr {

std::span<const Operator> operators() {
    static constexpr std::array<Operator, 23> table = {{
        {"? :", 0, "one value or the other, by a condition", "1 < 2 ? \"yes\" : \"no\"", "yes"},
        {"or ||", 1, "true if either side is", "1 > 2 or 2 > 1", "true"},
        {"and &&", 2, "true if both sides are", "1 > 2 and 2 > 1", "false"},
        {"not !", 3, "true if what follows is false", "not 1 > 2", "true"},
        {"==", 4, "equal: as numbers where one side is a number, as text where one is text", "1.0 == 1",
         "true"},
        {"!=", 4, "not equal", "\"a\" != \"b\"", "true"},
        {"< <= > >=", 4, "order, of numbers, times, or texts by their bytes", "10 > 9", "true"},
        {"=~", 4, "the text on the left has a match of the regular expression (RE2)", "\"cash\" =~ \"^c\"",
         "true"},
        {"!~", 4, "it has none", "\"cash\" !~ \"^d\"", "true"},
        {"in, not in", 4, "equal to one of a list", "\"b\" in [\"a\", \"b\"]", "true"},
        {"is null, is not null", 4, "an empty unquoted cell, a JSON null, a missing key, or nothing computed",
         "null is null", "true"},
        {"is empty, is not empty", 4, "null, or the empty text", "\"\" is empty", "true"},
        {"??", 5, "the left side, or the right one where that is null", "null ?? 3", "3"},
        {"++", 6, "texts joined", "\"a\" ++ 1", "a1"},
        {"+ -", 7, "sum and difference, exact", "0.1 + 0.2", "0.3"},
        {"*", 8, "product, exact", "1.5 * 3", "4.5"},
        {"/", 8, "quotient: exact where it has an end, else the nearest double", "1 / 8", "0.125"},
        {"//", 8, "the quotient's floor", "-7 // 2", "-4"},
        {"%", 8, "what the floor leaves over: it has the divisor's sign", "-7 % 3", "2"},
        {"-", 9, "the negative", "-(2 + 3)", "-5"},
        {"**", 10, "power; groups from right to left", "2 ** 10", "1024"},
        {".key", 11, "a value inside a JSON object", "json(\"{\\\"a\\\": 5}\").a", "5"},
        {"[0]", 11, "an item of a JSON array, the first is 0", "[7, 8][1]", "8"},
    }};
    return table;
}

NodePtr parse_expression(std::string_view source) {
    Parser parser(source);
    NodePtr root = parser.expression();
    parser.expect_end();
    return root;
}

bool take_for_column(Node& node, std::string_view source) {
    if (node.op != Op::literal && node.op != Op::minus) return false;
    const std::string_view text = source.substr(node.begin, node.end - node.begin);
    if (!column_number(text)) return false;
    node = Node{.op = Op::column, .begin = node.begin, .end = node.end, .name = std::string(text)};
    return true;
}

std::vector<Assignment> parse_assignments(std::string_view source) {
    Parser parser(source);
    std::vector<Assignment> all;
    do {
        const Token first = parser.peek();
        std::vector<Path::Step> steps;
        do {
            const Token& name = parser.peek();
            if (name.kind != TokenKind::name && name.kind != TokenKind::quoted_name)
                parser.fail(name, "expected the name of a column to set: name = expression");
            steps.emplace_back(parser.take().text);
        } while (parser.take("."));
        if (parser.peek().is("==")) parser.fail(parser.peek(), "a column is set with a single =");
        parser.expect("=", "= after the column's name");
        Assignment assignment;
        const bool plain = steps.size() == 1;
        assignment.target = plain ? std::get<std::string>(steps[0]) : Path(std::move(steps)).text();
        assignment.begin = first.begin;
        assignment.value = parser.expression();
        all.push_back(std::move(assignment));
    } while (parser.take(",") || parser.take(";"));
    parser.expect_end();
    return all;
}

} // namespace rowkit::expr
