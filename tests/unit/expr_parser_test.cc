// Precedence is as the table of operators says, and what is wrong is shown with its place.
#include "expr_evaluated.h"

#include "base/error.h"

#include <doctest/doctest.h>

namespace rowkit::expr {
namespace {

/// The tree with all its parentheses: names, numbers and texts as they stand, (op a b).
std::string shape(std::string_view source, const Node& node) {
    static constexpr std::string_view names[] = {
        "",    "",       "",   "list",    "path",        "",         "?:",          "or", "and",
        "not", "==",     "!=", "<",       "<=",          ">",        ">=",          "=~", "!~",
        "in",  "not in", "??", "++",      "+",           "-",        "*",           "/",  "//",
        "%",   "neg",    "**", "is null", "is not null", "is empty", "is not empty"};
    if (node.args.empty() && node.op != Op::call && node.op != Op::list)
        return std::string(source.substr(node.begin, node.end - node.begin));
    std::string text =
        "(" + (node.op == Op::call ? node.name : std::string(names[static_cast<size_t>(node.op)]));
    if (node.op == Op::path) text += " " + node.text;
    for (const NodePtr& arg : node.args) text += " " + shape(source, *arg);
    return text + ")";
}
std::string shape(std::string_view source) { return shape(source, *parse_expression(source)); }

/// What is said of the expression, the place underlined.
std::string fault(std::string_view source) {
    try {
        (void)parse_expression(source);
    } catch (const Error& error) {
        CHECK(error.code() == Exit::usage);
        return error.picture();
    }
    return "no error";
}

TEST_CASE("operators bind as their table says: of two, the one on the higher level") {
    struct Infix {
        std::string_view symbol;
        int level;
    };
    std::vector<Infix> all;
    for (const Operator& row : operators())
        for (std::string_view symbol : {"or", "||", "and", "&&", "==", "!=", "<", "<=", ">", ">=", "=~",
                                        "!~", "??", "++",  "+",  "-",  "*",  "/", "//", "%", "**"}) {
            const std::string symbols = " " + std::string(row.symbols) + " ";
            const bool is_unary = row.symbols == "-"; // has a row of its own
            if (!is_unary && symbols.find(" " + std::string(symbol) + " ") != std::string::npos)
                all.push_back({symbol, row.level});
        }
    CHECK(all.size() == 21);
    const int comparison = 4;
    for (const Infix& first : all)
        for (const Infix& second : all) {
            if (first.level == comparison && second.level == comparison) continue; // can't be chained
            const std::string a(first.symbol), b(second.symbol);
            const std::string left = shape("(x " + a + " y) " + b + " z"),
                              right = shape("x " + a + " (y " + b + " z)");
            const bool groups_right =
                first.level < second.level || (first.level == second.level && a == "**");
            CAPTURE(a);
            CAPTURE(b);
            CHECK(shape("x " + a + " y " + b + " z") == (groups_right ? right : left));
        }
}

TEST_CASE("unary operators, conditions, lists and paths group as one reads them") {
    CHECK(shape("not a == b") == "(not (== a b))");
    CHECK(shape("not a and b") == "(and (not a) b)");
    CHECK(shape("!a or not not b") == "(or (not a) (not (not b)))");
    CHECK(shape("-a ** 2") == "(neg (** a 2))");
    CHECK(shape("-a * b") == "(* (neg a) b)");
    CHECK(shape("2 ** -1") == "(** 2 (neg 1))");
    CHECK(shape("2 ** 3 ** 2") == "(** 2 (** 3 2))");
    CHECK(shape("a - -b") == "(- a (neg b))");
    CHECK(shape("a - +b") == "(- a b)");
    CHECK(shape("a ? b : c ? d : e") == "(?: a b (?: c d e))");
    CHECK(shape("a ? b ? c : d : e") == "(?: a (?: b c d) e)");
    CHECK(shape("a or b ? c : d") == "(?: (or a b) c d)");
    CHECK(shape("a in (1, b + 1)") == "(in a 1 (+ b 1))");
    CHECK(shape("a + 1 not in [1, 2] and b") == "(and (not in (+ a 1) 1 2) b)");
    CHECK(shape("a in b ?? c") == "(in a (?? b c))");
    CHECK(shape("a is not null and b is empty") == "(and (is not null a) (is empty b))");
    CHECK(shape("a ++ b is null") == "(is null (++ a b))");
    CHECK(shape("a.b[0].c + d") == "(+ (path b[0].c a) d)");
    CHECK(shape("f(a, [1, b])[2]") == "(path [2] (f a (list 1 b)))");
    CHECK_THROWS_AS((void)parse_expression("[a] [0]"), Error); // an index follows at once
    CHECK(shape("`a b`.`c.d`") == "(path `c.d` `a b`)");
}

TEST_CASE("an error underlines the word that is wrong, in the terminal's columns") {
    CHECK(fault("fare > 30 adn tip > 5") ==
          "  fare > 30 adn tip > 5\n            ^^^ expected an operator; did you mean \"and\"?");
    CHECK(fault("a = 1") == "  a = 1\n    ^ a comparison is written ==");
    CHECK(fault("a == \"\u65e5\u672c\" b") ==
          "  a == \"\u65e5\u672c\" b\n              ^ expected an operator");
    CHECK(fault("\"e\u0301\" b") == "  \"e\u0301\" b\n      ^ expected an operator");
    CHECK(fault("a > 1\nand b = 2\nor c") == "  and b = 2\n        ^ a comparison is written ==");
    CHECK(fault("a\t> 'x'") ==
          "  a > 'x'\n      ^ text stands in double quotes; single ones are for the shell");
    CHECK(fault("a & b") == "  a & b\n    ^ conditions are joined by and, or &&");
    CHECK(fault("") == "  \n  ^ expected an expression");
    CHECK(fault("a >") == "  a >\n     ^ the expression ends too early: expected a value");
    CHECK(fault("f(a") == "  f(a\n     ^ expected a comma or a closing parenthesis");
    CHECK(fault("a[x]") == "  a[x]\n   ^ expected an operator");
    CHECK(fault("a[1.5]") == "  a[1.5]\n    ^^^ an index is a whole number from 0");
}

TEST_CASE("nesting ends in an error, not in the stack's end") {
    for (std::string_view piece : {"(", "[", "-", "not ", "f(", "a ? ", "2 ** "}) {
        std::string deep;
        for (int i = 0; i < 100000; ++i) deep += piece;
        CAPTURE(piece);
        CHECK(fault(deep + "1").find("this is nested too deep") != std::string::npos);
    }
    std::string wide = "1"; // as many as one likes side by side
    for (int i = 0; i < 1500; ++i) wide += " + 1";
    CHECK(evaluated(wide) == "1501");
    for (int i = 0; i < 100000; ++i) wide += " + 1";
    CHECK(fault(wide).find("this is too long") != std::string::npos);
}

TEST_CASE("assignments are names or places with one = each") {
    const auto all = parse_assignments("a = 1, `b c`.d = a == 2; e = [1, 2] # the end");
    REQUIRE(all.size() == 3);
    CHECK(all[0].target == "a");
    CHECK(all[1].target == "b c.d");
    CHECK(all[1].begin == 7);
    CHECK(all[2].target == "e");
    CHECK_THROWS_AS((void)parse_assignments("a == 1"), Error);
    CHECK_THROWS_AS((void)parse_assignments("a = 1,"), Error);
    CHECK_THROWS_AS((void)parse_assignments("a = 1 b = 2"), Error);
}

} // namespace
} // namespace rowkit::expr
