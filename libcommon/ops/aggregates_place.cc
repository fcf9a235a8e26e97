// Aggregates that go by the order of records: first, last, list, join_text; and by the order of another
// value.
#include "expr/json_value.h"
#include "ops/aggregate.h"
#include "ops/kept_value.h"

#include <algorithm>
#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

/// The value that comes first, or last.
template <bool last> struct Placed {
    uint64_t position = 0;
    bool there = false;
    KeptValue kept;

    bool gives_way(uint64_t to) const { return !there || (last ? to >= position : to < position); }
    void add(const AggregatorInput& in, uint32_t row) {
        const Value& value = in.value(row);
        if (value.is_null() || !gives_way(in.position + row)) return;
        kept.keep(value, *in.arena, *in.scratch);
        position = in.position + row;
        there = true;
    }
    void merge(Placed&& other) {
        if (other.there && gives_way(other.position)) *this = std::move(other);
    }
    void write(StateWriter& out) const {
        out.integer(there);
        if (!there) return;
        out.position(position);
        kept.write(out);
    }
    static Placed read(StateReader& in) {
        Placed read;
        read.there = in.integer() != 0;
        if (!read.there) return read;
        read.position = in.position();
        read.kept = KeptValue::read(in);
        return read;
    }
    uint64_t heap() const { return kept.heap(); }
};

template <bool last>
Value placed(const ResultCall& call) {
    return state_of<Placed<last>>(call).kept.value();
}

/// All values in order: for each its position, its form, the size of its text, its text.
struct Listed {
    struct Head {
        uint64_t position;
        uint32_t size;
        Form form;
    };
    std::string bytes;
    uint64_t last = 0; // position
    bool in_order = true;

    static constexpr size_t head_size = sizeof(uint64_t) + sizeof(uint32_t) + 1;
    static Head head_at(const char* at) {
        Head head;
        std::memcpy(&head.position, at, 8);
        std::memcpy(&head.size, at + 8, 4);
        head.form = static_cast<Form>(at[12]);
        return head;
    }
    void append(uint64_t position, std::string_view text, Form form) {
        char head[head_size];
        const auto size = static_cast<uint32_t>(text.size());
        std::memcpy(head, &position, 8);
        std::memcpy(head + 8, &size, 4);
        head[12] = static_cast<char>(form);
        bytes.append(head, head_size);
        bytes.append(text);
        in_order = in_order && position >= last;
        last = std::max(last, position);
    }
    template <class Use> void each(const Use& use) const {
        for (size_t at = 0; at < bytes.size();) {
            const Head head = head_at(bytes.data() + at);
            use(head, std::string_view(bytes).substr(at + head_size, head.size));
            at += head_size + head.size;
        }
    }
    void add(const AggregatorInput& in, uint32_t row) {
        const Value& value = in.value(row);
        if (value.is_null()) return;
        const Cell cell = expr::cell_of(value, *in.arena, *in.scratch);
        append(in.position + row, cell.raw(), cell.form);
    }
    /// What comes from elsewhere is put in order when it is asked for: merging one list after another would
    /// move the first ones again and again.
    void merge(Listed&& other) {
        if (other.bytes.empty()) return;
        if (bytes.empty()) {
            *this = std::move(other);
            return;
        }
        in_order = in_order && other.in_order && head_at(other.bytes.data()).position > last;
        bytes += other.bytes;
        last = std::max(last, other.last);
    }
    void put_in_order() {
        if (in_order) return;
        std::vector<std::pair<uint64_t, size_t>> places;
        for (size_t at = 0; at < bytes.size(); at += head_size + head_at(bytes.data() + at).size)
            places.emplace_back(head_at(bytes.data() + at).position, at);
        std::ranges::stable_sort(places, {}, &std::pair<uint64_t, size_t>::first);
        std::string ordered;
        ordered.reserve(bytes.size());
        for (const auto& [position, at] : places)
            ordered.append(bytes, at, head_size + head_at(bytes.data() + at).size);
        bytes = std::move(ordered);
        in_order = true;
    }
    void write(StateWriter& out) const {
        if (!in_order && !out.is_bytes()) {
            Listed ordered = *this;
            ordered.put_in_order();
            return ordered.write(out);
        }
        uint64_t count = 0;
        each([&](const Head&, std::string_view) { ++count; });
        out.integer(count);
        each([&](const Head& head, std::string_view text) {
            out.position(head.position);
            out.integer(static_cast<uint64_t>(head.form));
            out.text(text);
        });
    }
    static Listed read(StateReader& in) {
        Listed read;
        for (uint64_t left = in.integer(); left > 0; --left) {
            const uint64_t position = in.position();
            const auto form = static_cast<Form>(in.integer() & 0xF);
            read.append(position, in.text(), form);
        }
        return read;
    }
    uint64_t heap() const { return bytes.capacity() > 15 ? bytes.capacity() : 0; }
};

Value list(const ResultCall& call) {
    Buffer text;
    text.push_back('[');
    Listed& listed = state_of<Listed>(call);
    listed.put_in_order();
    listed.each([&](const Listed::Head& head, std::string_view item) {
        if (text.size() > 1) text.push_back(',');
        expr::append_json(kept_value(item, head.form), text, call.arena, call.scratch);
    });
    text.push_back(']');
    return Value::list(call.arena.copy(text.view()));
}

Value join_text(const ResultCall& call) {
    const std::string_view between = call.constants.empty() ? "," : call.constants[0].text();
    Buffer text;
    bool any = false;
    Listed& listed = state_of<Listed>(call);
    listed.put_in_order();
    listed.each([&](const Listed::Head&, std::string_view item) {
        if (any) text.append(between);
        text.append(item);
        any = true;
    });
    return any ? Value::of(call.arena.copy(text.view())) : Value();
}

constexpr std::array<Aggregate, 5> table = {{
    {"first", "first(x)", "the first value that is not null", "v", make_per_group<Placed<false>>,
     placed<false>, false, false, true},
    {"last", "last(x)", "the last one", "v", make_per_group<Placed<true>>, placed<true>, false, false, true},
    {"any any_value", "any(x)", "one of the values: the first", "v", make_per_group<Placed<false>>,
     placed<false>, false, false, true},
    {"list collect", "list(x)", "all values, in order, as a JSON array", "v", make_per_group<Listed>, list,
     false, false, true},
    {"join_text string_agg group_concat", "join_text(x, \"; \")",
     "all values as one text, with a text between; \",\" if left out", "v?T", make_per_group<Listed>,
     join_text, false, false, true},
}};

} // namespace

AggregateFamily place_aggregates() { return {"In the order of records", table}; }

} // namespace rowkit::ops
