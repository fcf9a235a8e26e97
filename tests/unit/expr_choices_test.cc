// The constants of `x in (...)`: found if and only if they are among them, few or many, short or long.
#include "expr/choices.h"

#include "data/number_parse.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>
#include <string>

namespace rowkit::expr {
namespace {

/// `x in (...)`, where x is a cell.
Node in(const std::vector<Value>& choices) {
    Node node;
    node.op = Op::in;
    node.args.push_back(std::make_unique<Node>());
    node.args[0]->op = Op::column;
    node.args[0]->type = Type::cell;
    for (const Value& choice : choices) {
        node.args.push_back(std::make_unique<Node>());
        node.args.back()->literal = choice;
    }
    return node;
}

TEST_CASE("a text is found among texts of any number and size, and no other one is") {
    std::mt19937 random(1);
    const auto any_text = [&] {
        std::string text(random() % 4 ? random() % 4 : random() % 80, 'a');
        for (char& byte : text) byte = "ab"[random() % 8 == 0];
        return text;
    };
    size_t found = 0;
    for (int round = 0; round < 500; ++round) {
        std::vector<std::string> texts;
        for (size_t i = 0, count = 1 + random() % 20; i < count; ++i) texts.push_back(any_text());
        std::vector<Value> values;
        for (const std::string& text : texts) values.push_back(Value::of(std::string_view(text)));
        const Node node = in(values);
        const auto choices = Choices::of(node);
        REQUIRE(choices);
        REQUIRE(!choices->are_numbers());
        for (int i = 0; i < 50; ++i) {
            const std::string text = any_text();
            const std::string followed = text + std::string(16, random() % 2 ? 'a' : ',');
            const bool is = std::ranges::find(texts, text) != texts.end();
            found += is;
            CAPTURE(text);
            REQUIRE(choices->has(text) == is);
            REQUIRE(choices->has_cell(std::string_view(followed).substr(0, text.size())) == is);
        }
    }
    CHECK(found > 1000);
}

TEST_CASE("a number is found by its value, among few and among many") {
    for (const int count : {1, 3, 8, 9, 100}) {
        std::vector<Value> values;
        for (int i = count; i > 0; --i) values.push_back(Value::of(Number(int64_t{i} * 100, 2)));
        const Node node = in(values);
        const auto choices = Choices::of(node);
        REQUIRE(choices);
        REQUIRE(choices->are_numbers());
        for (int i = -1; i <= count + 1; ++i) {
            CAPTURE(count);
            CAPTURE(i);
            CHECK(choices->has(Number(i)) == (i > 0 && i <= count));
            CHECK(!choices->has(Number(int64_t{i} * 10 + 5, 1)));
        }
    }
}

TEST_CASE(
    "where kinds are mixed, or the left side is of another kind, each choice is to be compared by itself") {
    CHECK(!Choices::of(in({Value::of("a"), Value::of(Number(1))})));
    CHECK(!Choices::of(in({Value::of("a"), Value()})));
    CHECK(!Choices::of(in({Value::of(Number(0.5))})));
    Node time = in({Value::of("2024-01-01")});
    time.args[0]->type = Type::time;
    CHECK(!Choices::of(time));
    Node number = in({Value::of("1.0")});
    number.args[0]->type = Type::number;
    CHECK(!Choices::of(number));
}

} // namespace
} // namespace rowkit::expr
