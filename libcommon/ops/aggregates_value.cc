// Aggregates of how often values come: distinct, mode, top_k.
#include "expr/coerce.h"
#include "expr/json_value.h"
#include "ops/aggregate.h"
#include "ops/kept_value.h"
#include "ops/value_counts.h"

#include <algorithm>
#include <array>

namespace rowkit::ops {
namespace {

using expr::Value;

std::unique_ptr<Aggregator> make(std::span<const Value>) { return std::make_unique<ValueCounts>(); }

const ValueCounts& counts(const ResultCall& call) { return static_cast<const ValueCounts&>(call.states); }

Value distinct(const ResultCall& call) {
    return Value::of(Number(static_cast<int64_t>(counts(call).distinct(call.group))));
}

/// Some of the values, with texts of their own.
struct Frequent {
    std::string text;
    Form form;
    uint64_t count;
    ValueCounts::First first;
};

/// Which of two comes before the other: the more frequent one, of several the first.
template <class A, class B> bool comes_before(const A& a, const B& b) {
    return a.count != b.count ? a.count > b.count : a.first < b.first;
}

/// The most frequent values, `most` of them.
std::vector<Frequent> most_frequent(const ResultCall& call, size_t most) {
    std::vector<Frequent> best; // a heap with the last of them at the top
    const auto before = [](const Frequent& a, const Frequent& b) { return comes_before(a, b); };
    counts(call).each(call.group, [&](const ValueCounts::Entry& entry) {
        if (best.size() == most) {
            if (most == 0 || !comes_before(entry, best.front())) return;
            std::ranges::pop_heap(best, before);
            best.pop_back();
        }
        best.push_back({std::string(entry.text), entry.form, entry.count, entry.first});
        std::ranges::push_heap(best, before);
    });
    std::ranges::sort_heap(best, before);
    return best;
}

Value mode(const ResultCall& call) {
    const std::vector<Frequent> best = most_frequent(call, 1);
    if (best.empty()) return {};
    return kept_value(call.arena.copy(best[0].text), best[0].form);
}

/// As a JSON object: {"a":5,"b":3}.
Value top_k(const ResultCall& call) {
    Buffer text;
    text.push_back('{');
    for (const Frequent& each :
         most_frequent(call, static_cast<size_t>(call.constants[0].number().to_int64().value_or(0)))) {
        if (text.size() > 1) text.push_back(',');
        expr::append_json(Value::of(each.text), text, call.arena, call.scratch);
        text.push_back(':');
        expr::append_json(Value::of(Number(static_cast<int64_t>(each.count))), text, call.arena,
                          call.scratch);
    }
    text.push_back('}');
    return Value::object(call.arena.copy(text.view()));
}

constexpr std::array<Aggregate, 3> table = {{
    {"distinct count_distinct nunique", "distinct(x)", "how many different values, compared as text", "v",
     make, distinct},
    {"mode", "mode(x)", "the value that comes most often, the first of several", "v", make, mode, false,
     false, true},
    {"top_k topk", "top_k(x, 3)", "the most frequent values with their counts, as a JSON object", "vK", make,
     top_k, false, false, true},
}};

} // namespace

AggregateFamily value_aggregates() { return {"Different values", table}; }

} // namespace rowkit::ops
