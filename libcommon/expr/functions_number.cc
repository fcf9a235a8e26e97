// Functions of numbers: rounding, roots, powers, logarithms, angles, division.
#include "expr/body.h"

#include <cmath>
#include <numbers>
#include <numeric>

namespace rowkit::expr {
namespace {

/// A double that was computed: a whole number is a decimal again, so that what follows is exact. Null for
/// NaN.
Value value_of_real(double result) {
    if (std::isnan(result)) return {};
    if (std::trunc(result) == result && std::abs(result) <= 9007199254740992.0)
        return Value::of(Number(static_cast<int64_t>(result)));
    return Value::of(Number(result));
}

Value value_of(const std::optional<Number>& number) { return number ? Value::of(*number) : Value(); }

/// The decimal that a double prints as.
Number as_printed(const Number& number, Buffer& scratch) {
    if (!number.is_real() || !number.is_finite()) return number;
    scratch.clear();
    append_number(number, scratch);
    return parse_number(scratch.view()).value_or(number);
}

int places_of(const Call& call, size_t i) {
    return call.count() > i ? static_cast<int>(std::clamp<int64_t>(whole_number(call.number(i)), -400, 400))
                            : 0;
}

Value absolute(const Call& call) { return Value::of(abs(call.number(0))); }
Value sign_of(const Call& call) { return Value::of(Number(call.number(0).sign())); }
Value rounded(const Call& call) { return Value::of(round(call.number(0), places_of(call, 1))); }
Value floor_of(const Call& call) { return Value::of(floor(call.number(0))); }
Value ceil_of(const Call& call) { return Value::of(ceil(call.number(0))); }

Value truncated(const Call& call) {
    const int places = places_of(call, 1);
    const Number number = as_printed(call.number(0), call.scratch), nearest = round(number, places);
    if (compare(abs(nearest), abs(number)) <= 0) return Value::of(nearest);
    // Rounded away from zero: one unit of the last place back.
    const Number unit = places >= 0 && places <= Number::max_scale
                            ? Number(int64_t{1}, places)
                            : power(Number(10), Number(-places)).value_or(0);
    return Value::of(number.sign() < 0 ? nearest + unit : nearest - unit);
}

Value rounded_to(const Call& call) {
    const Number step = abs(call.number(1));
    const auto half = divide(step, Number(2));
    const auto steps = half ? floor_divide(abs(call.number(0)) + *half, step) : std::nullopt;
    if (!steps) return {};
    const Number multiple = *steps * step;
    return Value::of(call.number(0).sign() < 0 ? -multiple : multiple);
}

/// A root found as a double is the exact one where its power says so, or that of the number of 15 digits next
/// to it (the double may be off by its last bit).
Value root(const Call& call, double found, int degree) {
    const Number shown = as_printed(Number(found), call.scratch);
    const int places = 14 - static_cast<int>(std::floor(std::log10(std::abs(found))));
    for (const Number& candidate : {shown, round(shown, found == 0 ? 0 : places)})
        if (power(candidate, Number(degree)) == call.number(0)) return Value::of(candidate);
    return value_of_real(found);
}
Value square_root(const Call& call) { return root(call, std::sqrt(call.number(0).to_double()), 2); }
Value cube_root(const Call& call) { return root(call, std::cbrt(call.number(0).to_double()), 3); }

Value power_of(const Call& call) { return value_of(power(call.number(0), call.number(1))); }

/// The logarithm of a positive number; null of any other.
template <double (*F)(double)> Value logarithm_of(const Call& call) {
    return call.number(0).sign() > 0 ? value_of_real(F(call.number(0).to_double())) : Value();
}

Value logarithm(const Call& call) {
    if (call.count() == 1) return logarithm_of<std::log>(call);
    const Number &number = call.number(0), &base = call.number(1);
    if (number.sign() <= 0 || base.sign() <= 0 || base == Number(1)) return {};
    const double result = std::log(number.to_double()) / std::log(base.to_double());
    const double whole = std::round(result);
    if (std::abs(whole) < 1e5 && power(base, Number(static_cast<int64_t>(whole))) == number)
        return value_of_real(whole);
    return value_of_real(result);
}

template <double (*F)(double)>
Value real(const Call& call) {
    return value_of_real(F(call.number(0).to_double()));
}

Value angle_of(const Call& call) {
    return value_of_real(std::atan2(call.number(0).to_double(), call.number(1).to_double()));
}
Value hypotenuse(const Call& call) {
    return value_of_real(std::hypot(call.number(0).to_double(), call.number(1).to_double()));
}
double to_degrees(double angle) { return angle * (180 / std::numbers::pi); }
double to_radians(double angle) { return angle * (std::numbers::pi / 180); }
Value pi(const Call&) { return Value::of(Number(std::numbers::pi)); }
Value e(const Call&) { return Value::of(Number(std::numbers::e)); }

Value remainder(const Call& call) { return value_of(modulo(call.number(0), call.number(1))); }
Value quotient(const Call& call) { return value_of(floor_divide(call.number(0), call.number(1))); }

/// Both of whole numbers of 64 bits, else null.
Value greatest_divisor(const Call& call) {
    uint64_t result = 0;
    for (const Value& arg : call.args) {
        const auto whole = arg.number().to_int64();
        if (!whole) return {};
        result =
            std::gcd(result, *whole < 0 ? 0 - static_cast<uint64_t>(*whole) : static_cast<uint64_t>(*whole));
    }
    return Value::of(Number(result));
}

Value least_multiple(const Call& call) {
    Number result = 1;
    for (const Value& arg : call.args) {
        const auto whole = arg.number().to_int64();
        if (!whole) return {};
        if (*whole == 0) return Value::of(Number(0));
        // Euclid's algorithm on numbers, which grow past 64 bits.
        Number a = result, b = abs(arg.number());
        while (!b.is_zero()) {
            const auto rest = modulo(a, b);
            if (!rest || !rest->is_integer()) return {};
            a = std::exchange(b, *rest);
        }
        result = floor_divide(result, a).value_or(0) * abs(arg.number());
    }
    return Value::of(result);
}

Value clamped(const Call& call) {
    return Value::of(lesser(greater(call.number(0), call.number(1)), call.number(2)));
}

Value is_finite_number(const Call& call) { return Value::of(call.number(0).is_finite()); }

constexpr Function functions[] = {
    {"abs", "abs(n)", "without its sign", "abs(-12.5)", "12.5", "n", 1, 1, Type::number, absolute},
    {"sign sgn", "sign(n)", "-1, 0 or 1", "sign(-12.5)", "-1", "n", 1, 1, Type::number, sign_of},
    {"round", "round(n[, places])",
     "to that many digits after the point (before it, if negative), halves away from zero", "round(2.675, 2)",
     "2.68", "n", 1, 2, Type::number, rounded},
    {"floor", "floor(n)", "the greatest whole number that is not above", "floor(-2.5)", "-3", "n", 1, 1,
     Type::number, floor_of},
    {"ceil ceiling", "ceil(n)", "the least whole number that is not below", "ceil(2.1)", "3", "n", 1, 1,
     Type::number, ceil_of},
    {"trunc", "trunc(n[, places])", "cut to that many digits after the point", "trunc(-2.679, 2)", "-2.67",
     "n", 1, 2, Type::number, truncated},
    {"round_to roundm mround", "round_to(n, step)", "the nearest multiple of a step, halves away from zero",
     "round_to(7.3, 0.25)", "7.25", "n", 2, 2, Type::number, rounded_to},
    {"clamp", "clamp(n, low, high)", "no less than one limit and no more than the other", "clamp(17, 0, 10)",
     "10", "n", 3, 3, Type::number, clamped},
    {"mod", "mod(n, divisor)", "what the floor of the quotient leaves over, as %", "mod(-7, 3)", "2", "n", 2,
     2, Type::number, remainder},
    {"div", "div(n, divisor)", "the floor of the quotient, as //", "div(17, 5)", "3", "n", 2, 2, Type::number,
     quotient},
    {"gcd", "gcd(n, ...)", "the greatest common divisor of whole numbers", "gcd(12, 18)", "6", "n", 1, 255,
     Type::number, greatest_divisor},
    {"lcm", "lcm(n, ...)", "the least common multiple of whole numbers", "lcm(4, 6)", "12", "n", 1, 255,
     Type::number, least_multiple},
    {"sqrt", "sqrt(n)", "the square root; null of a negative number", "sqrt(1.44)", "1.2", "n", 1, 1,
     Type::number, square_root},
    {"cbrt", "cbrt(n)", "the cube root", "cbrt(-27)", "-3", "n", 1, 1, Type::number, cube_root},
    {"pow power", "pow(n, exponent)", "the power, as **", "pow(2, 100)", "1267650600228229401496703205376",
     "n", 2, 2, Type::number, power_of},
    {"exp", "exp(n)", "e to the power of n", "round(exp(1), 6)", "2.718282", "n", 1, 1, Type::number,
     real<std::exp>},
    {"expm1", "expm1(n)", "exp(n) - 1, close to 0 too", "expm1(0)", "0", "n", 1, 1, Type::number,
     real<std::expm1>},
    {"log ln", "log(n[, base])", "the natural logarithm, or that to a base; null of what is not above 0",
     "log(125, 5)", "3", "n", 1, 2, Type::number, logarithm},
    {"log10", "log10(n)", "the logarithm to base 10", "log10(1000)", "3", "n", 1, 1, Type::number,
     logarithm_of<std::log10>},
    {"log2", "log2(n)", "the logarithm to base 2", "log2(1024)", "10", "n", 1, 1, Type::number,
     logarithm_of<std::log2>},
    {"log1p", "log1p(n)", "log(1 + n), close to 0 too", "log1p(0)", "0", "n", 1, 1, Type::number,
     real<std::log1p>},
    {"sin", "sin(angle)", "the sine of an angle in radians", "round(sin(pi() / 6), 12)", "0.5", "n", 1, 1,
     Type::number, real<std::sin>},
    {"cos", "cos(angle)", "the cosine", "cos(0)", "1", "n", 1, 1, Type::number, real<std::cos>},
    {"tan", "tan(angle)", "the tangent", "round(tan(pi() / 4), 12)", "1", "n", 1, 1, Type::number,
     real<std::tan>},
    {"asin", "asin(n)", "the angle of a sine", "degrees(asin(1))", "90", "n", 1, 1, Type::number,
     real<std::asin>},
    {"acos", "acos(n)", "the angle of a cosine", "acos(1)", "0", "n", 1, 1, Type::number, real<std::acos>},
    {"atan", "atan(n)", "the angle of a tangent", "degrees(atan(1))", "45", "n", 1, 1, Type::number,
     real<std::atan>},
    {"atan2", "atan2(y, x)", "the angle of a point", "degrees(atan2(1, -1))", "135", "n", 2, 2, Type::number,
     angle_of},
    {"sinh", "sinh(n)", "the hyperbolic sine", "sinh(0)", "0", "n", 1, 1, Type::number, real<std::sinh>},
    {"cosh", "cosh(n)", "the hyperbolic cosine", "cosh(0)", "1", "n", 1, 1, Type::number, real<std::cosh>},
    {"tanh", "tanh(n)", "the hyperbolic tangent", "tanh(0)", "0", "n", 1, 1, Type::number, real<std::tanh>},
    {"hypot", "hypot(a, b)", "the length of the hypotenuse", "hypot(3, 4)", "5", "n", 2, 2, Type::number,
     hypotenuse},
    {"degrees", "degrees(angle)", "radians as degrees", "degrees(pi())", "180", "n", 1, 1, Type::number,
     real<to_degrees>},
    {"radians", "radians(angle)", "degrees as radians", "round(radians(180), 5)", "3.14159", "n", 1, 1,
     Type::number, real<to_radians>},
    {"pi", "pi()", "the circle's number", "round(pi(), 4)", "3.1416", "", 0, 0, Type::number, pi},
    {"e", "e()", "the base of the natural logarithm", "round(e(), 4)", "2.7183", "", 0, 0, Type::number, e},
    {"is_finite", "is_finite(n)", "whether a result is a number still: neither infinite nor undefined",
     "is_finite(10 ** 400)", "false", "n", 1, 1, Type::boolean, is_finite_number},
};

} // namespace

FunctionFamily number_functions() { return {"Numbers", functions}; }

} // namespace rowkit::expr
