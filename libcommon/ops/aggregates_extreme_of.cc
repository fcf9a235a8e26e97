// Aggregates that give a value where another one is least or greatest.
#include "ops/aggregate.h"
#include "ops/join_point.h"
#include "ops/kept_value.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

/// Of numbers, if there are any, else of times, else of texts by their bytes; of equal ones the first.
template <bool greatest> struct Best {
    enum Kind : uint8_t { none, text, time, number };
    Kind kind = none;
    uint64_t position = 0;
    Value by; // a number or a time
    std::string by_text;
    KeptValue kept;

    /// `order()`: how the other one compares with this one's `by`, where both are of a kind.
    template <class Order>
    bool gives_way(Kind to, uint64_t at, const Order& order) const {
        if (to != kind) return to > kind;
        const int less = greatest ? -order() : order();
        return less < 0 || (less == 0 && at < position);
    }
    void add(const AggregatorInput& in, uint32_t row) {
        const Value& value = in.value(row);
        const uint8_t given = in.argument(1).kinds[row];
        if (value.is_null() || given == ArgumentValues::none) return;
        const uint64_t at = in.position + row;
        if (given == ArgumentValues::number) {
            const Number& other = in.number(row, 1);
            if (other.is_nan() || !gives_way(number, at, [&] { return compare(other, by.number()); })) return;
            by = Value::of(other);
            kind = number;
        } else if (const Value& other = in.value(row, 1); other.is(expr::Type::time)) {
            if (!gives_way(time, at, [&] { return compare_points(other, by); })) return;
            by = other;
            kind = time;
        } else {
            if (kind > text) return;
            const std::string_view read = expr::as_text(other, *in.arena, *in.scratch);
            if (!gives_way(text, at, [&] { return read.compare(by_text); })) return;
            by_text = read;
            kind = text;
        }
        position = at;
        kept.keep(value, *in.arena, *in.scratch);
    }
    void merge(Best&& other) {
        const auto order = [&] {
            return kind == text ? other.by_text.compare(by_text) : compare_points(other.by, by);
        };
        if (other.kind != none && gives_way(other.kind, other.position, order)) *this = std::move(other);
    }
    void write(StateWriter& out) const {
        out.integer(kind);
        if (kind == none) return;
        out.position(position);
        if (kind == number)
            out.number(by.number());
        else if (kind == time)
            write_time(by.time(), out);
        else out.text(by_text);
        kept.write(out);
    }
    static Best read(StateReader& in) {
        Best read;
        read.kind = static_cast<Kind>(std::min<uint64_t>(in.integer(), number));
        if (read.kind == none) return read;
        read.position = in.position();
        if (read.kind == number)
            read.by = Value::of(in.number());
        else if (read.kind == time)
            read.by = Value::of(read_time(in));
        else read.by_text = in.text();
        read.kept = KeptValue::read(in);
        return read;
    }
    uint64_t heap() const { return kept.heap() + (by_text.capacity() > 15 ? by_text.capacity() : 0); }
};

template <bool greatest>
Value best(const ResultCall& call) {
    return state_of<Best<greatest>>(call).kept.value();
}

constexpr std::array<Aggregate, 2> table = {{
    {"argmin arg_min min_by", "argmin(x, by)", "x of the record where by is least, the first of several",
     "vo", make_per_group<Best<false>>, best<false>, false, false, true},
    {"argmax arg_max max_by", "argmax(x, by)", "x of the record where by is greatest", "vo",
     make_per_group<Best<true>>, best<true>, false, false, true},
}};

} // namespace

AggregateFamily extreme_of_aggregates() { return {"Where another value is extreme", table}; }

} // namespace rowkit::ops
