// Computing an expression: arithmetic, of numbers and of times.
#include "expr/coerce.h"
#include "expr/column_numbers.h"
#include "expr/evaluate.h"

namespace rowkit::expr {
namespace {

Number nanoseconds(int64_t seconds, int64_t nanos) {
    return Number(static_cast<int128>(seconds) * 1'000'000'000 + nanos, 9);
}

/// A time moved by seconds, to the nanosecond; null past the years that there are.
Value moved(const Time& time, const Number& seconds, bool back) {
    const auto nanos = trunc(seconds * Number(int64_t{1'000'000'000})).to_int64();
    if (!nanos) return {};
    const int64_t by = back ? -*nanos : *nanos;
    int64_t fraction = time.nanoseconds + by % 1'000'000'000, whole = time.seconds + by / 1'000'000'000;
    if (fraction < 0) fraction += 1'000'000'000, --whole;
    if (fraction >= 1'000'000'000) fraction -= 1'000'000'000, ++whole;
    if (whole < first_second || whole > last_second) return {};
    Time result = time;
    result.seconds = whole;
    result.nanoseconds = static_cast<int32_t>(fraction);
    const bool midnight = whole % 86400 == 0 && fraction == 0;
    if (result.precision == Time::Precision::day && !midnight) result.precision = Time::Precision::second;
    if (fraction && result.precision != Time::Precision::fraction) {
        result.precision = Time::Precision::fraction;
        result.digits = 9;
    }
    return Value::of(result);
}

/// out[i] = compute(a[i], b[i]), or null where that gives nothing or one of them is null. `a` and `b` are
/// numbers and nulls.
template <class Compute>
void combine(const Value* a, const Value* b, size_t count, Value* out, Compute compute) {
    for (size_t i = 0; i < count; ++i) {
        if (!a[i].is(Type::number) || !b[i].is(Type::number)) {
            out[i].set_null();
            continue;
        }
        const auto result = compute(a[i].number(), b[i].number());
        if constexpr (std::is_same_v<decltype(result), const Number>)
            out[i].set(result.in_registers());
        else if (result)
            out[i].set(*result);
        else
            out[i].set_null();
    }
}

void combine(Op op, const Value* a, const Value* b, size_t count, Value* out) {
    const auto all = [&](auto compute) { combine(a, b, count, out, compute); };
    using N = const Number&;
    switch (op) {
    case Op::add:
        return all([](N x, N y) { return x + y; });
    case Op::subtract:
        return all([](N x, N y) { return x - y; });
    case Op::multiply:
        return all([](N x, N y) { return x * y; });
    case Op::divide:
        return all([](N x, N y) { return divide(x, y); });
    case Op::floor_divide:
        return all([](N x, N y) { return floor_divide(x, y); });
    case Op::modulo:
        return all([](N x, N y) { return modulo(x, y); });
    default:
        return all([](N x, N y) { return power(x, y); });
    }
}

bool may_be_time(const Node& node) { return node.type == Type::time || node.type == Type::any; }

} // namespace

/// Values that are numbers or null: what is no number is noted and null.
Value* Evaluation::numbers(const Node& node, Rows rows) {
    if (node.op == Op::column && node.column >= 0 && batch_ && !is_set(static_cast<size_t>(node.column))) {
        // Read from the cells, without a value of each text first.
        Value* const out = room(node, rows);
        each_number(
            *batch_, static_cast<size_t>(node.column), rows,
            [&](size_t i, const Number& read)
                __attribute__((always_inline)) { out[i].set(read.in_registers()); },
            [&](size_t i, const Cell& cell) {
                const auto value = number(node, value_of(cell, arena_, scratch_), rows[i]);
                out[i] = value ? Value::of(*value) : Value();
            });
        return out;
    }
    Value* const out = values(node, rows);
    for (size_t i = 0; i < rows.size(); ++i) {
        if (out[i].is(Type::number)) continue;
        const auto value = number(node, out[i], rows[i]);
        out[i] = value ? Value::of(*value) : Value();
    }
    return out;
}

void Evaluation::eval_arithmetic(const Node& node, Rows rows, Value* out) {
    const Node& left = *node.args[0];
    if (node.op == Op::minus) {
        const Value* a = numbers(left, rows);
        for (size_t i = 0; i < rows.size(); ++i)
            out[i] = a[i].is_null() ? Value() : Value::of(-a[i].number());
        return;
    }
    const Node& right = *node.args[1];
    // Without a batch, columns are values of any kind.
    if ((node.op == Op::add || node.op == Op::subtract) &&
        (!batch_ || may_be_time(left) || may_be_time(right)))
        return eval_with_times(node, rows, out);
    const Value *a = numbers(left, rows), *b = numbers(right, rows);
    combine(node.op, a, b, rows.size(), out);
}

/// Adds or subtracts, where either side may be a time.
void Evaluation::eval_with_times(const Node& node, Rows rows, Value* out) {
    const Node &left = *node.args[0], &right = *node.args[1];
    const Value *a = values(left, rows), *b = values(right, rows);
    const bool subtracts = node.op == Op::subtract;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (!a[i].is(Type::time) && !b[i].is(Type::time)) {
            const auto x = number(left, a[i], rows[i]), y = number(right, b[i], rows[i]);
            out[i] = !x || !y ? Value() : Value::of(subtracts ? *x - *y : *x + *y);
            continue;
        }
        const auto x = as_time(a[i]), y = as_time(b[i]);
        if (subtracts && x && y) {
            out[i] = Value::of(nanoseconds(x->seconds - y->seconds, x->nanoseconds - y->nanoseconds));
        } else if (a[i].is(Type::time)) {
            auto seconds = number(right, b[i], rows[i]);
            out[i] = seconds ? moved(*x, *seconds, subtracts) : Value();
        } else {
            auto seconds = number(left, a[i], rows[i]);
            out[i] = seconds && !subtracts ? moved(*y, *seconds, false) : Value();
        }
    }
}

} // namespace rowkit::expr
