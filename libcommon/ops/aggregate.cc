// The table of aggregates: looking them up, and listing them.
#include "ops/aggregate.h"

#include <array>

namespace rowkit::ops {
namespace {

/// Calls `use` with each word; stops where it gives false.
template <class Use> bool each_word(std::string_view words, const Use& use) {
    while (!words.empty()) {
        const size_t end = std::min(words.find(' '), words.size());
        if (!use(words.substr(0, end))) return false;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return true;
}

bool is_named(const Aggregate& aggregate, std::string_view name) {
    return !each_word(aggregate.names, [&](std::string_view word) { return word != name; });
}

} // namespace

std::span<const AggregateFamily> aggregate_families() {
    static const std::array families = {
        count_aggregates(),      sum_aggregates(),   moment_aggregates(), quantile_aggregates(),
        extreme_aggregates(),    place_aggregates(), value_aggregates(),  pair_aggregates(),
        extreme_of_aggregates(), truth_aggregates(), sketch_aggregates()};
    return families;
}

std::optional<int> percentile_of(std::string_view name) {
    if (name.size() != 3 || name[0] != 'p') return {};
    const int tens = name[1] - '0', ones = name[2] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9 || tens + ones == 0) return {};
    return tens * 10 + ones;
}

const Aggregate* find_aggregate(std::string_view name, size_t arguments) {
    const bool percentile = percentile_of(name).has_value();
    if (percentile) name = "quantile", ++arguments;
    const Aggregate* with_condition = nullptr;
    for (const AggregateFamily& family : aggregate_families()) {
        for (const Aggregate& aggregate : family.aggregates) {
            if (!is_named(aggregate, name)) continue;
            const size_t open = std::min(aggregate.arguments.find('?'), aggregate.arguments.size());
            const size_t most = aggregate.arguments.size() - (open < aggregate.arguments.size());
            if (arguments >= open && arguments <= most) return &aggregate;
            if (arguments > open && arguments <= most + 1 && !with_condition) with_condition = &aggregate;
        }
    }
    return with_condition;
}

const Aggregate* find_aggregate(std::string_view name) {
    if (percentile_of(name)) name = "quantile";
    for (const AggregateFamily& family : aggregate_families())
        for (const Aggregate& aggregate : family.aggregates)
            if (is_named(aggregate, name)) return &aggregate;
    return nullptr;
}

std::vector<std::string> aggregate_names() {
    std::vector<std::string> names;
    for (const AggregateFamily& family : aggregate_families())
        for (const Aggregate& aggregate : family.aggregates)
            each_word(aggregate.names, [&](std::string_view word) { return names.emplace_back(word), true; });
    return names;
}

std::vector<std::string> aggregate_paragraphs() {
    std::vector<std::string> paragraphs;
    for (const AggregateFamily& family : aggregate_families()) {
        std::string text = std::string(family.title) + ": ";
        for (const Aggregate& aggregate : family.aggregates) {
            if (&aggregate != family.aggregates.data()) text += "; ";
            text.append("`").append(aggregate.signature).append("` ").append(aggregate.meaning);
        }
        paragraphs.push_back(text + ".");
    }
    return paragraphs;
}

std::string aggregate_listing() {
    std::string out;
    for (const AggregateFamily& family : aggregate_families()) {
        if (!out.empty()) out += '\n';
        out.append(family.title).append(":\n");
        for (const Aggregate& aggregate : family.aggregates) {
            std::string line = "  " + std::string(aggregate.signature);
            line.resize(std::max(line.size() + 2, size_t{30}), ' ');
            line.append(aggregate.meaning);
            if (const size_t first = aggregate.names.find(' '); first != std::string_view::npos)
                line.append(" (also").append(aggregate.names.substr(first)).append(")");
            out += line + "\n";
        }
    }
    return out;
}

} // namespace rowkit::ops
