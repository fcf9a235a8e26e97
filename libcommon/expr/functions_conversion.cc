// Functions that read a value as one of another kind, and tell kinds apart.
#include "expr/body.h"
#include "expr/coerce.h"

#include <array>

namespace rowkit::expr {
namespace {


std::optional<Number> number_in(const Value& value) {
    bool odd = false;
    if (value.is(Type::boolean)) return Number(int{value.boolean()});
    return as_number(value, odd);
}

Value to_number(const Call& call) { return call.args[0]; } // its kind made it one
Value to_whole(const Call& call) { return Value::of(trunc(call.number(0))); }
Value to_text(const Call& call) { return call.args[0]; }

Value try_number(const Call& call) {
    if (auto number = number_in(call.args[0])) return Value::of(*number);
    return call.count() > 1 ? call.args[1] : Value();
}

Value try_whole(const Call& call) {
    if (auto number = number_in(call.args[0])) return Value::of(trunc(*number));
    return call.count() > 1 ? call.args[1] : Value();
}

/// The words for truth, whatever their case; nothing for other texts.
std::optional<bool> truth_of(std::string_view text) {
    static constexpr std::array<std::string_view, 12> words = {"true", "false", "yes", "no", "on", "off",
                                                               "t",    "f",     "y",   "n",  "1",  "0"};
    for (size_t i = 0; i < words.size(); ++i)
        if (std::ranges::equal(text, words[i],
                               [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; }))
            return i % 2 == 0;
    return std::nullopt;
}

Value to_boolean(const Call& call) {
    const Value& value = call.args[0];
    std::optional<bool> truth;
    if (value.is(Type::boolean)) return value;
    if (value.is(Type::number)) truth = !value.number().is_zero();
    else if (value.is_texty()) truth = truth_of(value.text());
    return truth ? Value::of(*truth) : Value();
}

bool looks_whole(const Value& value) {
    if (value.is(Type::boolean)) return false;
    const auto number = number_in(value);
    return number && number->is_integer();
}

Value is_number(const Call& call) {
    return Value::of(!call.args[0].is(Type::boolean) && number_in(call.args[0]).has_value());
}
Value is_whole(const Call& call) { return Value::of(looks_whole(call.args[0])); }
Value is_date(const Call& call) { return Value::of(as_time(call.args[0]).has_value()); }
Value is_boolean(const Call& call) { return Value::of(as_boolean(call.args[0]).has_value()); }
Value is_text(const Call& call) {
    const Value& value = call.args[0];
    bool odd = false;
    return Value::of(value.is(Type::text) || (value.is(Type::cell) && !as_number(value, odd)));
}
Value is_list(const Call& call) { return Value::of(call.args[0].is(Type::list)); }
Value is_object(const Call& call) { return Value::of(call.args[0].is(Type::object)); }

Value type_of(const Call& call) {
    const Value& value = call.args[0];
    switch (value.type()) {
    case Type::null:
    case Type::any: return Value::of("null");
    case Type::boolean: return Value::of("boolean");
    case Type::number: return Value::of("number");
    case Type::time: return Value::of("time");
    case Type::list: return Value::of("list");
    case Type::object: return Value::of("object");
    case Type::text: return Value::of("text");
    case Type::cell: break;
    }
    if (number_in(value)) return Value::of("number");
    return Value::of(as_time(value) ? "time" : "text");
}

constexpr Function functions[] = {
    {"to_number num number float to_float double to_decimal", "to_number(x)",
     "the number that a text is; what is none is null and reported at the end", R"(to_number(" 012.50 "))",
     "12.5", "n", 1, 1, Type::number, to_number},
    {"to_int int integer to_integer", "to_int(x)", "the same, cut to a whole number", R"(to_int("-12.9"))",
     "-12", "n", 1, 1, Type::number, to_whole},
    {"try_number try_num try_float", "try_number(x[, else])",
     "the number that a text is, or a boolean as 1 or 0; for what is none, null or another value, and no "
     "report",
     R"(try_number("N/A", -1))", "-1", "a", 1, 2, Type::any, try_number},
    {"try_int", "try_int(x[, else])", "the same, cut to a whole number", R"(try_int("12.9"))", "12", "a", 1,
     2, Type::any, try_whole},
    {"to_text text str string to_string", "to_text(x)", "as text: compared and written as one",
     R"(to_text(1.50) ++ "x")", "1.5x", "t", 1, 1, Type::text, to_text},
    {"to_bool bool boolean to_boolean try_bool", "to_bool(x)",
     "true for true, yes, on, t, y, 1 and any number but 0, false for false, no, off, f, n and 0, else null",
     R"(to_bool("Yes"))", "true", "a", 1, 1, Type::boolean, to_boolean},
    {"is_number is_numeric isnumeric", "is_number(x)", "whether it is a number, or a text that is one",
     R"(is_number("1e3"))", "true", "a", 1, 1, Type::boolean, is_number},
    {"is_int is_integer is_whole", "is_int(x)", "whether it is a whole number", R"(is_int("12.0"))", "true",
     "a", 1, 1, Type::boolean, is_whole},
    {"is_bool is_boolean", "is_bool(x)", "whether it is true or false", R"(is_bool("true"))", "true", "a", 1,
     1, Type::boolean, is_boolean},
    {"is_date is_time", "is_date(x)", "whether it is a date or a time in ISO 8601",
     R"(is_date("2024-02-30"))", "false", "a", 1, 1, Type::boolean, is_date},
    {"is_text is_string", "is_text(x)", "whether it is a text, and of a cell, one that is no number",
     R"(is_text("abc"))", "true", "a", 1, 1, Type::boolean, is_text},
    {"is_list is_array", "is_list(x)", "whether it is a list", "is_list([1, 2])", "true", "a", 1, 1,
     Type::boolean, is_list},
    {"is_object is_map", "is_object(x)", "whether it is a JSON object", R"(is_object(json("{}")))", "true",
     "a", 1, 1, Type::boolean, is_object},
    {"typeof type_of", "typeof(x)",
     "null, boolean, number, text, time, list or object; of a cell, what it looks like", "typeof([1])",
     "list", "a", 1, 1, Type::text, type_of},
};

} // namespace

FunctionFamily conversion_functions() { return {"Conversions and kinds", functions}; }

} // namespace rowkit::expr
