// Comparing two values.
#include "expr/compare.h"

namespace rowkit::expr {
namespace {

int sign(int order) { return (order > 0) - (order < 0); }

/// Numbers of more digits than a number holds compare by their texts.
int compare_exactly(const Value& left, const Value& right, const Number& a, const Number& b) {
    if (a.was_rounded() && b.was_rounded() && left.is_texty() && right.is_texty())
        return compare_number_texts(left.text(), right.text());
    return compare(a, b);
}

} // namespace

CompareAs compare_as(Type left, Type right) {
    auto either = [&](Type type) { return left == type || right == type; };
    if (either(Type::time)) return CompareAs::time;
    if (either(Type::number)) return CompareAs::number;
    if (either(Type::boolean)) return CompareAs::boolean;
    if (either(Type::text) || either(Type::list) || either(Type::object)) return CompareAs::text;
    return CompareAs::found;
}

std::optional<bool> compare_values(Op op, CompareAs as, const Value& left, const Value& right, Arena& arena,
                                   Buffer& scratch, bool& odd) {
    if (as == CompareAs::found) {
        as = compare_as(left.type(), right.type());
        if (as == CompareAs::found) { // two cells: as numbers if both are
            bool ignored = false;
            auto a = as_number(left, ignored), b = as_number(right, ignored);
            if (a && b) return holds(op, compare_exactly(left, right, *a, *b));
            as = CompareAs::text;
        }
    }
    switch (as) {
    case CompareAs::number: {
        auto a = as_number(left, odd), b = as_number(right, odd);
        if (!a || !b) return std::nullopt;
        return holds(op, compare_exactly(left, right, *a, *b));
    }
    case CompareAs::time: {
        auto a = as_time(left), b = as_time(right);
        if (!a || !b) {
            odd = odd || (!left.is_null() && !right.is_null());
            return std::nullopt;
        }
        return holds(op, *a < *b ? -1 : *b < *a ? 1 : 0);
    }
    case CompareAs::boolean: {
        auto a = as_boolean(left), b = as_boolean(right);
        if (!a || !b) return std::nullopt;
        return holds(op, int{*a} - int{*b});
    }
    default: break;
    }
    const std::string_view a = as_text(left, arena, scratch), b = as_text(right, arena, scratch);
    return holds(op, sign(a.compare(b)));
}

} // namespace rowkit::expr
