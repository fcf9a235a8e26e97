// Cells read as values, and values written as cells: what an expression does not touch stays what it was.
#include "expr/coerce.h"

#include <string>

#include <doctest/doctest.h>

namespace rowkit::expr {
namespace {

Cell cell(std::string_view text, Form form) {
    return {text.data(), static_cast<uint32_t>(text.size()), form, '"'};
}

TEST_CASE("a cell's form says what its value is") {
    Arena arena;
    Buffer scratch;
    const auto read = [&](std::string_view text, Form form) {
        return value_of(cell(text, form), arena, scratch);
    };
    CHECK(read("", Form::null).is_null());
    CHECK(read("null", Form::null).is_null());
    CHECK(read("", Form::missing).is_null());
    CHECK(read("12", Form::plain).is(Type::cell));
    CHECK(!read("12", Form::plain).is_number_text());
    CHECK(read("12", Form::json_number).is_number_text());
    CHECK(read("true", Form::json_literal).boolean());
    CHECK(!read("false", Form::json_literal).boolean());
    CHECK(read("[1]", Form::json_nested).is(Type::list));
    CHECK(read("{}", Form::json_nested).is(Type::object));
    CHECK(read("12", Form::text).is(Type::text));
    CHECK(read("\"a\"\"b\"", Form::quoted).text() == "a\"b");
    CHECK(read("\"12\"", Form::quoted).is(Type::cell)); // CSV's quotes say nothing of kinds
    CHECK(read("\"\"", Form::quoted).text().empty());
    CHECK(read("a\\tb", Form::escaped).text() == "a\tb");
    CHECK(read("\"\\u00e9\\n\"", Form::json_string).text() == "\u00e9\n");
    CHECK(read("\"12\"", Form::json_string).is(Type::text));
}

TEST_CASE("texts that had to be made outlive the next ones") {
    Arena arena;
    Buffer scratch;
    const Value first = value_of(cell("\"a\"\"b\"", Form::quoted), arena, scratch);
    const Value second = value_of(cell("\"c\"\"d\"", Form::quoted), arena, scratch);
    CHECK(first.text() == "a\"b");
    CHECK(second.text() == "c\"d");
}

TEST_CASE("a value is written as the kind that it is") {
    Arena arena;
    Buffer scratch;
    const auto form = [&](const Value& value) { return cell_of(value, arena, scratch).form; };
    const auto text = [&](const Value& value) { return std::string(cell_of(value, arena, scratch).raw()); };
    CHECK(form({}) == Form::null);
    CHECK(form(Value::of(true)) == Form::json_literal);
    CHECK(text(Value::of(false)) == "false");
    CHECK(form(Value::of(Number(int64_t{125}, 2))) == Form::json_number);
    CHECK(text(Value::of(Number(int64_t{1250}, 3))) == "1.25");
    CHECK(form(Value::of(Number(1.0 / 0.0))) == Form::text); // JSON knows no infinity
    CHECK(form(Value::of("12")) == Form::text); // a text stays one
    CHECK(form(Value::cell("012", false)) == Form::plain);
    CHECK(text(Value::cell("1.50", true)) == "1.50");
    CHECK(form(Value::list("[1]")) == Form::json_nested);
}

TEST_CASE("texts are read as numbers, truths and times where they are such") {
    bool odd = false;
    CHECK(as_number(Value::of(" 12.5 "), odd) == Number(int64_t{125}, 1));
    CHECK(!odd);
    CHECK(!as_number(Value::of("  "), odd));
    CHECK(!odd); // a blank is nothing, not odd
    CHECK(!as_number(Value(), odd));
    CHECK(!odd);
    CHECK(!as_number(Value::of("N/A"), odd));
    CHECK(odd);
    CHECK(as_boolean(Value::of("true")) == true);
    CHECK(as_boolean(Value::cell("false", false)) == false);
    CHECK(!as_boolean(Value::of("yes")));
    CHECK(!as_boolean(Value::of(Number(1))));
    CHECK(as_time(Value::of("2024-02-29")).has_value());
    CHECK(!as_time(Value::of("2023-02-29")).has_value());
}

} // namespace
} // namespace rowkit::expr
