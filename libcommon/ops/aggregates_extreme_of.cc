// Aggregates that give a value where another one is least or greatest.
#include "ops/aggregate.h"
#include "ops/kept_value.h"

#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

/// Of numbers, if there are any, else of texts by their bytes; of equal ones the first.
template <bool greatest> struct Best {
    enum Kind : uint8_t { none, text, number };
    Kind kind = none;
    uint64_t position = 0;
    Number by;
    std::string by_text;
    KeptValue kept;

    bool gives_way(Kind to, const Number& other, std::string_view other_text, uint64_t at) const {
        if (to != kind) return to > kind;
        int order = to == number ? compare(other, by) : other_text.compare(by_text);
        if (greatest) order = -order;
        return order < 0 || (order == 0 && at < position);
    }
    void add(const AggregatorInput& in, uint32_t row) {
        const Value& value = in.value(row);
        const uint8_t given = in.argument(1).kinds[row];
        if (value.is_null() || given == ArgumentValues::none) return;
        const uint64_t at = in.position + row;
        if (given == ArgumentValues::number) {
            const Number& other = in.number(row, 1);
            if (other.is_nan() || !gives_way(number, other, {}, at)) return;
            by = other;
            kind = number;
        } else {
            if (kind == number) return;
            const std::string_view other = expr::as_text(in.value(row, 1), *in.arena, *in.scratch);
            if (!gives_way(text, {}, other, at)) return;
            by_text = other;
            kind = text;
        }
        position = at;
        kept.keep(value, *in.arena, *in.scratch);
    }
    void merge(Best&& other) {
        if (other.kind != none && gives_way(other.kind, other.by, other.by_text, other.position)) *this = std::move(other);
    }
    void write(StateWriter& out) const {
        out.integer(kind);
        if (kind == none) return;
        out.position(position);
        if (kind == number) out.number(by);
        else out.text(by_text);
        kept.write(out);
    }
    static Best read(StateReader& in) {
        Best read;
        read.kind = static_cast<Kind>(std::min<uint64_t>(in.integer(), number));
        if (read.kind == none) return read;
        read.position = in.position();
        if (read.kind == number) read.by = in.number();
        else read.by_text = in.text();
        read.kept = KeptValue::read(in);
        return read;
    }
    uint64_t heap() const { return kept.heap() + (by_text.capacity() > 15 ? by_text.capacity() : 0); }
};

template <bool greatest> Value best(const ResultCall& call) { return state_of<Best<greatest>>(call).kept.value(); }

constexpr std::array<Aggregate, 2> table = {{
    {"argmin arg_min min_by", "argmin(x, by)", "x of the record where by is least, the first of several", "vo",
     make_per_group<Best<false>>, best<false>},
    {"argmax arg_max max_by", "argmax(x, by)", "x of the record where by is greatest", "vo", make_per_group<Best<true>>,
     best<true>},
}};

} // namespace

AggregateFamily extreme_of_aggregates() { return {"Where another value is extreme", table}; }

} // namespace rowkit::ops
