// Functions that compute something of all items of a list, or for each.
#include "expr/coerce.h"
#include "expr/list_items.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

/// The items as numbers, nulls left out; nothing where one is no number.
std::optional<std::vector<Number>> numbers_in(const Call& call) {
    std::vector<Number> numbers;
    for (const Value& item : items_of(call, call.text(0))) {
        bool odd = false;
        if (item.is_null() || (item.is_texty() && item.text().empty())) continue;
        const auto number = as_number(item, odd);
        if (!number) return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

Value sum(const Call& call) {
    const auto numbers = numbers_in(call);
    if (!numbers) return {};
    Number total = 0;
    for (const Number& number : *numbers) total = total + number;
    return Value::of(total);
}

Value mean(const Call& call) {
    const auto numbers = numbers_in(call);
    if (!numbers || numbers->empty()) return {};
    Number total = 0;
    for (const Number& number : *numbers) total = total + number;
    const auto result = divide(total, Number(static_cast<int64_t>(numbers->size())));
    return result ? Value::of(*result) : Value();
}

Value median(const Call& call) {
    auto numbers = numbers_in(call);
    if (!numbers || numbers->empty()) return {};
    std::ranges::stable_sort(*numbers, [](const Number& a, const Number& b) { return compare(a, b) < 0; });
    const size_t middle = numbers->size() / 2;
    if (numbers->size() % 2) return Value::of((*numbers)[middle]);
    const auto result = divide((*numbers)[middle - 1] + (*numbers)[middle], Number(2));
    return result ? Value::of(*result) : Value();
}

/// An item with what it is sorted by.
struct Sortable {
    std::string_view raw;
    Value value;
    std::string_view text;
    Number number{};
};

/// The items in order: as numbers if all are, else as texts; nulls last, whatever the direction.
std::vector<Sortable> sorted(const Call& call, bool descending) {
    std::vector<Sortable> items;
    bool numbers = true;
    for_each_raw_item(call.text(0), [&](std::string_view raw) {
        Sortable item{raw, value_of_json(raw, call.arena, call.scratch), {}};
        bool odd = false;
        if (const auto number = as_number(item.value, odd)) item.number = *number;
        else numbers = numbers && item.value.is_null();
        item.text = as_text(item.value, call.arena, call.scratch);
        items.push_back(item);
        return true;
    });
    std::ranges::stable_sort(items, [&](const Sortable& a, const Sortable& b) {
        if (a.value.is_null() || b.value.is_null()) return !a.value.is_null() && b.value.is_null();
        const int order = numbers ? compare(a.number, b.number) : a.text.compare(b.text);
        return descending ? order > 0 : order < 0;
    });
    return items;
}

Value sort_list(const Call& call) {
    const std::string_view direction = call.count() > 1 ? call.text(1) : "asc";
    const auto items = sorted(call, direction == "desc" || direction == "r" || direction == "reverse");
    ListMaker list(call);
    for (const Sortable& item : items) list.add(item.raw);
    return list.made();
}

Value extreme(const Call& call, bool greatest) {
    const auto items = sorted(call, greatest);
    return items.empty() ? Value() : items[0].value;
}
Value max_list(const Call& call) { return extreme(call, true); }
Value min_list(const Call& call) { return extreme(call, false); }

// The bodies of functions with an expression are given the items, then what it gave for each.

std::span<const Value> results(const Call& call) { return call.args.subspan(call.args.size() / 2); }

Value map(const Call& call) {
    Raws made;
    for (const Value& result : results(call)) made.push_back(json_of(result, call.arena));
    ListMaker list(call);
    for (std::string_view item : made) list.add(item);
    return list.made();
}

Value filter(const Call& call) {
    Raws kept;
    for (size_t i = 0; i < call.count() / 2; ++i)
        if (as_boolean(results(call)[i]).value_or(false)) kept.push_back(json_of(call.args[i], call.arena));
    ListMaker list(call);
    for (std::string_view item : kept) list.add(item);
    return list.made();
}

/// True or false where one result decides so, null where one is, else the other one.
Value decided(const Call& call, bool by) {
    bool unknown = false;
    for (const Value& result : results(call)) {
        const auto truth = as_boolean(result);
        if (truth && *truth == by) return Value::of(by);
        unknown = unknown || !truth;
    }
    return unknown ? Value() : Value::of(!by);
}
Value any(const Call& call) { return decided(call, true); }
Value all(const Call& call) { return decided(call, false); }

Value count_where(const Call& call) {
    return value_of_count(static_cast<size_t>(std::ranges::count_if(
        results(call), [](const Value& result) { return as_boolean(result).value_or(false); })));
}

Value find_where(const Call& call) {
    for (size_t i = 0; i < call.count() / 2; ++i)
        if (as_boolean(results(call)[i]).value_or(false)) return call.args[i];
    return {};
}

constexpr Function functions[] = {
    {"map apply transform list_transform", "map(list, expression)",
     "what the expression gives for each item _", "map([1, 2, 3], _ * 2)", "[2,4,6]", "l_", 2, 2, Type::list,
     map},
    {"filter select list_filter", "filter(list, condition)", "the items _ for which it holds",
     "filter([1, 5, 9], _ > 3)", "[5,9]", "l_", 2, 2, Type::list, filter},
    {"any some exists", "any(list, condition)", "whether it holds for one item _ at least",
     "any([1, 5, 9], _ > 8)", "true", "l_", 2, 2, Type::boolean, any},
    {"all every", "all(list, condition)", "whether it holds for every item _", "all([1, 5, 9], _ > 3)",
     "false", "l_", 2, 2, Type::boolean, all},
    {"count_where count_if", "count_where(list, condition)", "for how many items _ it holds",
     "count_where([1, 5, 9], _ > 3)", "2", "l_", 2, 2, Type::number, count_where},
    {"find_where find", "find_where(list, condition)",
     "the first item _ for which it holds; null where there is none", "find_where([1, 5, 9], _ > 3)", "5",
     "l_", 2, 2, Type::any, find_where},
    {"sort_list sort list_sort array_sort", R"(sort_list(list[, "desc"]))",
     "in order: as numbers if all are numbers, else as texts; nulls last", R"(sort_list([10, 9, 2], "desc"))",
     "[10,9,2]", "lt", 1, 2, Type::list, sort_list},
    {"sum_list list_sum array_sum", "sum_list(list)",
     "the sum of the numbers, exact; null where an item is none", "sum_list([0.1, 0.2])", "0.3", "l", 1, 1,
     Type::number, sum},
    {"mean_list avg_list list_avg list_mean", "mean_list(list)", "their mean", "mean_list([1, 2, 6])", "3",
     "l", 1, 1, Type::number, mean},
    {"median_list list_median", "median_list(list)", "their median", "median_list([9, 1, 2, 4])", "3", "l", 1,
     1, Type::number, median},
    {"max_list list_max array_max", "max_list(list)", "the greatest item, in the order of sort_list",
     "max_list([2, 10, 9])", "10", "l", 1, 1, Type::any, max_list},
    {"min_list list_min array_min", "min_list(list)", "the least item", R"(min_list(["b", "a"]))", "a", "l",
     1, 1, Type::any, min_list},
};

} // namespace

FunctionFamily list_item_functions() { return {"Lists: for all items", functions}; }

} // namespace rowkit::expr
