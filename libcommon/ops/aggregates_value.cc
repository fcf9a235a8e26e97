// Aggregates of how often values come: distinct, mode, top_k.
#include "expr/coerce.h"
#include "expr/json_value.h"
#include "ops/aggregate.h"
#include "ops/value_counts.h"

#include <algorithm>
#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

std::unique_ptr<Aggregator> make(std::span<const Value>) { return std::make_unique<ValueCounts>(); }

const ValueCounts& counts(const ResultCall& call) { return static_cast<const ValueCounts&>(call.states); }

Value value_of(const ValueCounts::Entry& entry, const ResultCall& call) {
    const Cell cell{entry.text.data(), static_cast<uint32_t>(entry.text.size()), entry.form, '"'};
    return expr::value_of(cell, call.arena, call.scratch);
}

Value distinct(const ResultCall& call) {
    return Value::of(Number(static_cast<int64_t>(counts(call).distinct(call.group))));
}

Value mode(const ResultCall& call) {
    const auto entries = counts(call).entries(call.group);
    if (entries.empty()) return {};
    return value_of(*std::ranges::max_element(entries, {}, &ValueCounts::Entry::count), call);
}

/// As a JSON object: {"a":5,"b":3}.
Value top_k(const ResultCall& call) {
    auto entries = counts(call).entries(call.group);
    std::ranges::stable_sort(entries, std::greater(), &ValueCounts::Entry::count);
    const auto most = static_cast<size_t>(call.constants[0].number().to_int64().value_or(0));
    if (entries.size() > most) entries.resize(most);
    Buffer text;
    text.push_back('{');
    for (const ValueCounts::Entry& entry : entries) {
        if (text.size() > 1) text.push_back(',');
        expr::append_json(Value::of(entry.text), text, call.arena, call.scratch);
        text.push_back(':');
        expr::append_json(Value::of(Number(static_cast<int64_t>(entry.count))), text, call.arena, call.scratch);
    }
    text.push_back('}');
    return Value::object(call.arena.copy(text.view()));
}

constexpr std::array<Aggregate, 3> table = {{
    {"distinct count_distinct nunique", "distinct(x)", "how many different values, compared as text", "v", make, distinct},
    {"mode", "mode(x)", "the value that comes most often, the first of several", "v", make, mode},
    {"top_k topk", "top_k(x, 3)", "the most frequent values with their counts, as a JSON object", "vK", make, top_k},
}};

} // namespace

AggregateFamily value_aggregates() { return {"Different values", table}; }

} // namespace rowkit::ops
