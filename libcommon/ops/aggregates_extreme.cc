// Aggregates of the least and the greatest: min, max, range.
#include "data/time_units.h"
#include "expr/coerce.h"
#include "ops/aggregate.h"
#include "ops/kept_value.h"
#include "ops/time_key.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

int order_of(const Number& a, const Number& b) { return compare(a, b); }
int order_of(const Time& a, const Time& b) { return a < b ? -1 : b < a; }
int order_of(const KeptValue& a, const KeptValue& b) { return a.text.compare(b.text); }

// Of values that are equal the one is kept that does not depend on the order of records: the decimal, since a
// double may print otherwise; of times and texts what is written in the way that comes first.
bool is_preferred(const Number& a, const Number& b) { return b.is_real() && !a.is_real(); }
bool is_preferred(const Time& a, const Time& b) { return time_shape(a) < time_shape(b); }
bool is_preferred(const KeptValue& a, const KeptValue& b) { return a.form < b.form; }

template <class Point>
struct Ends {
    Point least, greatest;

    void take(const Point& low, const Point& high) {
        if (const int order = order_of(low, least); order < 0 || (order == 0 && is_preferred(low, least)))
            least = low;
        if (const int order = order_of(greatest, high);
            order < 0 || (order == 0 && is_preferred(high, greatest)))
            greatest = high;
    }
};

/// Of numbers, if there are any, else of times, else of texts by their bytes.
struct Extremes {
    enum Kind : uint8_t { none, texts, times, numbers };
    struct Others {
        Ends<Time> times;
        Ends<KeptValue> texts;
    };
    Ends<Number> found;
    Kind kind = none;
    std::unique_ptr<Others> others; // unless there are numbers

    void take(const Number& low, const Number& high) {
        if (kind == numbers) return found.take(low, high);
        found = {low, high};
        kind = numbers;
        others.reset();
    }
    void take(const Time& low, const Time& high) { take_other(times, &Others::times, low, high); }
    void take(const KeptValue& low, const KeptValue& high) { take_other(texts, &Others::texts, low, high); }

    void add(const AggregatorInput& in, uint32_t row) {
        if (in.has_number(row)) {
            const Number& number = in.number(row);
            if (!number.is_nan()) take(number, number);
        } else if (in.argument().kinds[row] == ArgumentValues::other && kind != numbers) {
            add_other(in, in.value(row));
        }
    }
    void merge(Extremes&& other) {
        if (other.kind == numbers)
            take(other.found.least, other.found.greatest);
        else if (other.kind == times)
            take(other.others->times.least, other.others->times.greatest);
        else if (other.kind == texts)
            take(other.others->texts.least, other.others->texts.greatest);
    }
    void write(StateWriter& out) const {
        out.integer(kind);
        for (const bool least : {true, false}) {
            if (kind == numbers)
                out.number(least ? found.least : found.greatest);
            else if (kind == times)
                write_time(least ? others->times.least : others->times.greatest, out);
            else if (kind == texts)
                (least ? others->texts.least : others->texts.greatest).write(out);
        }
    }
    static Extremes read(StateReader& in) {
        Extremes read;
        const uint64_t kind = in.integer();
        if (kind == numbers) {
            const Number low = in.number();
            read.take(low, in.number());
        } else if (kind == times) {
            const Time low = read_time(in);
            read.take(low, read_time(in));
        } else if (kind == texts) {
            const KeptValue low = KeptValue::read(in);
            read.take(low, KeptValue::read(in));
        }
        return read;
    }
    uint64_t heap() const {
        return others ? sizeof(Others) + others->texts.least.heap() + others->texts.greatest.heap() : 0;
    }

    Value end(bool least) const {
        switch (kind) {
        case numbers:
            return Value::of(least ? found.least : found.greatest);
        case times:
            return Value::of(least ? others->times.least : others->times.greatest);
        case texts:
            return (least ? others->texts.least : others->texts.greatest).value();
        default:
            return {};
        }
    }

private:
    template <class Point>
    void take_other(Kind its, Ends<Point> Others::*ends, const Point& low, const Point& high) {
        if (kind > its) return;
        if (!others) others = std::make_unique<Others>();
        if (kind == its) return (*others.*ends).take(low, high);
        *others = {};
        *others.*ends = {low, high};
        kind = its;
    }
    void add_other(const AggregatorInput& in, const Value& value) {
        if (value.is(expr::Type::time)) return take(value.time(), value.time());
        if (kind == times) return;
        // Most texts are neither of the two, and are not copied.
        const Cell cell = expr::cell_of(value, *in.arena, *in.scratch);
        if (kind == texts && cell.raw() > others->texts.least.text &&
            cell.raw() < others->texts.greatest.text)
            return;
        const KeptValue kept{std::string(cell.raw()), cell.form};
        take(kept, kept);
    }
};

Value min(const ResultCall& call) { return state_of<Extremes>(call).end(true); }
Value max(const ResultCall& call) { return state_of<Extremes>(call).end(false); }

Value range(const ResultCall& call) {
    const Extremes& state = state_of<Extremes>(call);
    if (state.kind == Extremes::numbers) return Value::of(state.found.greatest - state.found.least);
    if (state.kind != Extremes::times) return {};
    return Value::of(epoch(state.others->times.greatest) - epoch(state.others->times.least));
}

constexpr std::array<Aggregate, 3> table = {{
    {"min least", "min(x)",
     "the least: of numbers if there are any, else of times that are computed (`time(x)`), else of texts",
     "o", make_per_group<Extremes>, min},
    {"max greatest", "max(x)", "the greatest, in the same way", "o", make_per_group<Extremes>, max},
    {"range", "range(x)", "the greatest number minus the least; of times, in seconds", "r",
     make_per_group<Extremes>, range},
}};

} // namespace

AggregateFamily extreme_aggregates() { return {"Extremes", table}; }

} // namespace rowkit::ops
