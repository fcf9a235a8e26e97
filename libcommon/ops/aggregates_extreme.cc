// Aggregates of the least and the greatest: min, max, range.
#include "expr/coerce.h"
#include "ops/aggregate.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

/// Of values that are equal the decimal is kept: a double may print otherwise.
bool is_better(int order, const Number& a, const Number& b) {
    return order < 0 || (order == 0 && b.is_real() && !a.is_real());
}

/// Of numbers, if there are any, else of texts by their bytes.
struct Extremes {
    struct Texts {
        std::string least, greatest;
    };
    Number least, greatest;
    bool numbers = false;
    std::unique_ptr<Texts> texts;

    void take(const Number& low, const Number& high) {
        if (!numbers || is_better(compare(low, least), low, least)) least = low;
        if (!numbers || is_better(compare(greatest, high), high, greatest)) greatest = high;
        numbers = true;
        texts.reset();
    }
    void take(std::string_view low, std::string_view high) {
        if (numbers) return;
        if (!texts) {
            texts = std::make_unique<Texts>(Texts{std::string(low), std::string(high)});
            return;
        }
        if (low < texts->least) texts->least = low;
        if (high > texts->greatest) texts->greatest = high;
    }
    void add(const AggregatorInput& in, uint32_t row) {
        if (in.has_number(row)) {
            const Number& number = in.number(row);
            if (!number.is_nan()) take(number, number);
        } else if (in.argument().kinds[row] == ArgumentValues::other && !numbers) {
            const std::string_view text = expr::as_text(in.value(row), *in.arena, *in.scratch);
            take(text, text);
        }
    }
    void merge(Extremes&& other) {
        if (other.numbers) take(other.least, other.greatest);
        else if (other.texts) take(other.texts->least, other.texts->greatest);
    }
    void write(StateWriter& out) const {
        out.integer(numbers ? 1 : texts ? 2 : 0);
        if (numbers) out.number(least), out.number(greatest);
        else if (texts) out.text(texts->least), out.text(texts->greatest);
    }
    static Extremes read(StateReader& in) {
        Extremes read;
        const uint64_t kind = in.integer();
        if (kind == 1) {
            const Number low = in.number();
            read.take(low, in.number());
        } else if (kind == 2) {
            const std::string low(in.text());
            read.take(low, in.text());
        }
        return read;
    }
    uint64_t heap() const { return texts ? sizeof(Texts) + texts->least.capacity() + texts->greatest.capacity() : 0; }
};

Value min(const ResultCall& call) {
    const Extremes& state = state_of<Extremes>(call);
    return state.numbers ? Value::of(state.least) : state.texts ? Value::cell(state.texts->least, false) : Value();
}

Value max(const ResultCall& call) {
    const Extremes& state = state_of<Extremes>(call);
    return state.numbers ? Value::of(state.greatest) : state.texts ? Value::cell(state.texts->greatest, false) : Value();
}

Value range(const ResultCall& call) {
    const Extremes& state = state_of<Extremes>(call);
    return state.numbers ? Value::of(state.greatest - state.least) : Value();
}

constexpr std::array<Aggregate, 3> table = {{
    {"min least", "min(x)", "the least: of numbers if there are any, else of texts", "o", make_per_group<Extremes>, min},
    {"max greatest", "max(x)", "the greatest: of numbers if there are any, else of texts", "o", make_per_group<Extremes>, max},
    {"range", "range(x)", "the greatest number minus the least", "o", make_per_group<Extremes>, range},
}};

} // namespace

AggregateFamily extreme_aggregates() { return {"Extremes", table}; }

} // namespace rowkit::ops
