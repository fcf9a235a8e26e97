// Functions that choose between values.
#include "expr/body.h"
#include "expr/compare.h"

namespace rowkit::expr {
namespace {

bool is_true(const Value& value) { return as_boolean(value).value_or(false); }

bool is_empty_value(const Value& value) {
    return value.is_null() || (value.is_texty() && value.text().empty());
}

/// Whether two values are equal as == has it; a null is equal to nothing but, read as text, to "".
bool equal(const Call& call, const Value& a, const Value& b) {
    bool odd = false;
    return compare_values(Op::equal, CompareAs::found, a, b, call.arena, call.scratch, odd).value_or(false);
}

Value choose_if(const Call& call) {
    if (is_true(call.args[0])) return call.args[1];
    return call.count() > 2 ? call.args[2] : Value();
}

Value choose_case(const Call& call) {
    size_t i = 0;
    for (; i + 1 < call.count(); i += 2)
        if (is_true(call.args[i])) return call.args[i + 1];
    return i < call.count() ? call.args[i] : Value();
}

Value decode(const Call& call) {
    const Value& value = call.args[0];
    size_t i = 1;
    for (; i + 1 < call.count(); i += 2) {
        const bool both_null = value.is_null() && call.args[i].is_null();
        if (both_null || (!call.args[i].is_null() && equal(call, value, call.args[i])))
            return call.args[i + 1];
    }
    return i < call.count() ? call.args[i] : Value();
}

Value choose(const Call& call) {
    const auto at = call.args[0].is_null() ? std::nullopt : call.number(0).to_int64();
    if (!at || *at < 1 || static_cast<size_t>(*at) >= call.count()) return {};
    return call.args[static_cast<size_t>(*at)];
}

Value coalesce(const Call& call) {
    for (const Value& arg : call.args)
        if (!arg.is_null()) return arg;
    return {};
}

Value first_filled(const Call& call) {
    for (const Value& arg : call.args)
        if (!is_empty_value(arg)) return arg;
    return {};
}

Value null_if(const Call& call) {
    for (size_t i = 1; i < call.count(); ++i)
        if (equal(call, call.args[0], call.args[i])) return {};
    return call.args[0];
}

/// As what several values are compared: as two would be, and as numbers if all are cells that are numbers. A
/// null goes with the others.
CompareAs common_kind(std::span<const Value> values) {
    CompareAs as = CompareAs::found;
    bool numbers = true;
    for (const Value& value : values) {
        const CompareAs one = compare_as(value.type(), Type::cell);
        if (as == CompareAs::found || one == CompareAs::time ||
            (one == CompareAs::number && as != CompareAs::time))
            as = one;
        bool odd = false;
        numbers = numbers && (value.is_null() || as_number(value, odd));
    }
    return as != CompareAs::found ? as : numbers ? CompareAs::number : CompareAs::text;
}

/// The first of those before which, by `op`, no other comes; null where one is null or can't be compared.
Value extreme(const Call& call, Op op) {
    for (const Value& arg : call.args)
        if (arg.is_null()) return {};
    const CompareAs as = common_kind(call.args);
    const Value* best = &call.args[0];
    for (const Value& arg : call.args) {
        bool odd = false;
        const auto before = compare_values(op, as, arg, *best, call.arena, call.scratch, odd);
        if (!before) return {};
        if (*before) best = &arg;
    }
    return *best;
}
Value greatest(const Call& call) { return extreme(call, Op::greater); }
Value least(const Call& call) { return extreme(call, Op::less); }

Value between(const Call& call) {
    const CompareAs as = common_kind(call.args);
    bool odd = false;
    const auto low =
        compare_values(Op::greater_equal, as, call.args[0], call.args[1], call.arena, call.scratch, odd);
    const auto high =
        compare_values(Op::less_equal, as, call.args[0], call.args[2], call.arena, call.scratch, odd);
    if ((low && !*low) || (high && !*high)) return Value::of(false);
    return low && high ? Value::of(true) : Value();
}

Value bin(const Call& call) {
    const Number start = call.count() > 2 ? call.number(2) : Number(0);
    const auto steps = floor_divide(call.number(0) - start, call.number(1));
    return steps ? Value::of(start + *steps * call.number(1)) : Value();
}

Value is_null(const Call& call) { return Value::of(call.args[0].is_null()); }
Value is_not_null(const Call& call) { return Value::of(!call.args[0].is_null()); }
Value is_empty(const Call& call) { return Value::of(is_empty_value(call.args[0])); }
Value is_not_empty(const Call& call) { return Value::of(!is_empty_value(call.args[0])); }

constexpr Function functions[] = {
    {"if iif", "if(condition, then[, else])",
     "one value or the other; a condition that is null counts as false", R"(if(3 > 2, "more", "less"))",
     "more", "a", 2, 3, Type::any, choose_if},
    {"case case_when cond", "case(condition, value, ...[, else])",
     "the value after the first condition that is true, or the last one",
     R"(case(5 < 3, "small", 5 < 9, "medium", "large"))", "medium", "a", 2, 255, Type::any, choose_case},
    {"decode switch map_value recode", "decode(x, from, to, ...[, else])",
     "the value after the first one that x is equal to, or the last one",
     R"(decode("CA", "NY", "New York", "CA", "California", "elsewhere"))", "California", "a", 3, 255,
     Type::any, decode},
    {"choose", "choose(number, value, ...)",
     "one of the values, by its position from 1; null where there is none", R"(choose(2, "a", "b", "c"))",
     "b", "Na", 2, 255, Type::any, choose},
    {"coalesce ifnull nvl", "coalesce(x, ...)", "the first that is not null",
     R"(coalesce(null, "", "x") ++ "|")", "|", "a", 1, 255, Type::any, coalesce},
    {"first_filled ifempty", "first_filled(x, ...)", "the first that is neither null nor an empty text",
     R"(first_filled(null, "", "x"))", "x", "a", 1, 255, Type::any, first_filled},
    {"nullif", "nullif(x, y, ...)", "null if x is equal to one of the others, else x",
     R"(nullif("N/A", "N/A", "-") ?? 0)", "0", "a", 2, 255, Type::any, null_if},
    {"greatest max", "greatest(x, ...)",
     "the greatest: as numbers if one is a number or all look so, as times if one is a time, else as texts; "
     "null if one is",
     "greatest(9, 10, 2)", "10", "a", 1, 255, Type::any, greatest},
    {"least min", "least(x, ...)", "the least, compared in the same way", "least(9, 10, 2)", "2", "a", 1, 255,
     Type::any, least},
    {"between is_between", "between(x, low, high)",
     "whether x is neither below one limit nor above the other", "between(5, 1, 5)", "true", "a", 3, 3,
     Type::boolean, between},
    {"bin bucket width_bin", "bin(n, width[, start])", "the lower end of the bin of that width that n is in",
     "bin(37.5, 10)", "30", "n", 2, 3, Type::number, bin},
    {"is_null isnull", "is_null(x)", "as x is null", R"(is_null(""))", "false", "a", 1, 1, Type::boolean,
     is_null},
    {"is_not_null isnotnull", "is_not_null(x)", "as x is not null", R"(is_not_null(""))", "true", "a", 1, 1,
     Type::boolean, is_not_null},
    {"is_empty isempty", "is_empty(x)", "as x is empty: null, or the empty text", R"(is_empty(""))", "true",
     "a", 1, 1, Type::boolean, is_empty},
    {"is_not_empty is_filled", "is_not_empty(x)", "as x is not empty", R"(is_not_empty(""))", "false", "a", 1,
     1, Type::boolean, is_not_empty},
};

} // namespace

FunctionFamily conditional_functions() { return {"Conditions and choices", functions}; }

} // namespace rowkit::expr
