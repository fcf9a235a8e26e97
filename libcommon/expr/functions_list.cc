// Functions of lists: making them, their items, their parts.
#include "codec/json_text.h"
#include "data/utf8.h"
#include "expr/coerce.h"
#include "expr/compare.h"
#include "expr/list_items.h"

#include <algorithm>
#include <unordered_set>

namespace rowkit::expr {
namespace {

Value split(const Call& call) {
    std::string_view text = call.text(0);
    const std::string_view separator = call.text(1);
    ListMaker list(call);
    if (separator.empty()) {
        for_each_character(
            text, [&](Character, std::string_view bytes) { append_json_string(bytes, list.next()); });
        return list.made();
    }
    if (text.empty()) return list.made();
    for (size_t end = find_text(text, separator); end != std::string_view::npos;
         end = find_text(text, separator)) {
        append_json_string(text.substr(0, end), list.next());
        text.remove_prefix(end + separator.size());
    }
    append_json_string(text, list.next());
    return list.made();
}

Value join(const Call& call) {
    Buffer out;
    bool first = true;
    for_each_raw_item(call.text(0), [&](std::string_view item) {
        if (!std::exchange(first, false)) out.append(call.text(1));
        out.append(as_text(value_of_json(item, call.arena, call.scratch), call.arena, call.scratch));
        return true;
    });
    return Value::of(call.arena.copy(out.view()));
}

/// A place from 1, negative from the end, as one from 0; it may lie outside.
int64_t place_of(int64_t position, size_t count) {
    return position < 0 ? position + static_cast<int64_t>(count) : position - 1;
}

Value item_at(const Call& call, int64_t position) {
    const Raws items = raw_items(call.text(0));
    const int64_t at = place_of(position, items.size());
    if (position == 0 || at < 0 || at >= static_cast<int64_t>(items.size())) return {};
    return value_of_json(items[static_cast<size_t>(at)], call.arena, call.scratch);
}
Value get(const Call& call) { return item_at(call, whole_number(call.number(1))); }
Value first_item(const Call& call) { return item_at(call, 1); }
Value last_item(const Call& call) { return item_at(call, -1); }

Value list_length(const Call& call) { return value_of_count(count_items(call.text(0))); }

Value slice(const Call& call) {
    const Raws items = raw_items(call.text(0));
    const auto count = static_cast<int64_t>(items.size());
    const int64_t from = place_of(whole_number(call.number(1)), items.size());
    const int64_t to = call.count() > 2 ? from + whole_number(call.number(2)) : count;
    ListMaker list(call);
    for (int64_t i = std::max<int64_t>(from, 0); i < std::min(to, count); ++i)
        list.add(items[static_cast<size_t>(i)]);
    return list.made();
}

/// Where in the list a value is, from 0; -1: nowhere.
int64_t find_item(const Call& call) {
    int64_t at = -1, i = 0;
    for_each_raw_item(call.text(0), [&](std::string_view raw) {
        const Value item = value_of_json(raw, call.arena, call.scratch);
        bool odd = false, both_null = item.is_null() && call.args[1].is_null();
        if (both_null ||
            (item.is_null() == call.args[1].is_null() &&
             compare_values(Op::equal, CompareAs::found, item, call.args[1], call.arena, call.scratch, odd)
                 .value_or(false)))
            at = i;
        ++i;
        return at < 0;
    });
    return at;
}
Value has(const Call& call) { return Value::of(find_item(call) >= 0); }
Value position(const Call& call) {
    const int64_t at = find_item(call);
    return at < 0 ? Value() : Value::of(Number(at + 1));
}

Value reversed(const Call& call) {
    const Raws items = raw_items(call.text(0));
    ListMaker list(call);
    for (size_t i = items.size(); i-- > 0;) list.add(items[i]);
    return list.made();
}

/// What two items share if and only if they are the same: the number, or the JSON text without blanks.
std::string key_of(const Call& call, std::string_view raw) {
    const Value value = value_of_json(raw, call.arena, call.scratch);
    Buffer key, scratch;
    bool odd = false;
    if (value.is(Type::cell)) {
        if (const auto number = as_number(value, odd)) append_number_key(*number, key);
    } else if (value.is(Type::text)) {
        append_json_string(value.text(), key);
    } else {
        append_compact_json(raw, key);
    }
    return std::string(key.view());
}

using Keys = std::unordered_set<std::string>;

Keys keys_of(const Call& call, std::string_view list) {
    Keys keys;
    for_each_raw_item(list, [&](std::string_view item) {
        keys.insert(key_of(call, item));
        return true;
    });
    return keys;
}

/// The items of both lists that `wanted` says yes to, each once.
template <class Wanted> Value chosen(const Call& call, size_t lists, Wanted wanted) {
    Keys seen;
    Raws items;
    for (size_t i = 0; i < lists; ++i)
        for_each_raw_item(call.text(i), [&](std::string_view item) {
            std::string key = key_of(call, item);
            if (wanted(key) && seen.insert(std::move(key)).second) items.push_back(item);
            return true;
        });
    ListMaker list(call);
    for (std::string_view item : items) list.add(item);
    return list.made();
}
Value unique(const Call& call) {
    return chosen(call, 1, [](const std::string&) { return true; });
}
Value united(const Call& call) {
    return chosen(call, call.count(), [](const std::string&) { return true; });
}
Value common(const Call& call) {
    return chosen(call, 1, [&, keys = keys_of(call, call.text(1))](const std::string& key) {
        return keys.contains(key);
    });
}
Value except(const Call& call) {
    return chosen(call, 1, [&, keys = keys_of(call, call.text(1))](const std::string& key) {
        return !keys.contains(key);
    });
}

Value flattened(const Call& call) {
    ListMaker list(call);
    for_each_raw_item(call.text(0), [&](std::string_view item) {
        const bool nested = for_each_raw_item(item, [&](std::string_view inner) {
            list.add(inner);
            return true;
        });
        if (!nested) list.add(item);
        return true;
    });
    return list.made();
}

Value appended(const Call& call) {
    Raws items = raw_items(call.text(0));
    for (size_t i = 1; i < call.count(); ++i) items.push_back(json_of(call.args[i], call.arena));
    ListMaker list(call);
    for (std::string_view item : items) list.add(item);
    return list.made();
}

Value concatenated(const Call& call) {
    ListMaker list(call);
    for (const Value& each : call.args)
        for_each_raw_item(each.text(), [&](std::string_view item) {
            list.add(item);
            return true;
        });
    return list.made();
}

Value without_nulls(const Call& call) {
    ListMaker list(call);
    for_each_raw_item(call.text(0), [&](std::string_view item) {
        if (item != "null" && item != "\"\"") list.add(item);
        return true;
    });
    return list.made();
}

/// The numbers from `first` on by `step` as long as `goes_on` says so.
Value counted(const Call& call, const Number& first, const Number& last, const Number& step, bool last_too) {
    ListMaker list(call);
    if (step.is_zero() || !first.is_finite() || !last.is_finite() || !step.is_finite()) return {};
    for (Number at = first;; at = at + step) {
        const int order = step.sign() > 0 ? compare(at, last) : compare(last, at);
        if (order > 0 || (order == 0 && !last_too)) break;
        const size_t before = call.scratch.size();
        list.add_number(at);
        check_size("range", uint64_t{before} * 16); // 64 MB of numbers are enough, and their count has an end
    }
    return list.made();
}
Value range(const Call& call) {
    const bool from_zero = call.count() == 1;
    return counted(call, from_zero ? Number(0) : call.number(0), call.number(from_zero ? 0 : 1),
                   call.count() > 2 ? call.number(2) : Number(1), false);
}
Value series(const Call& call) {
    return counted(call, call.number(0), call.number(1), call.count() > 2 ? call.number(2) : Number(1), true);
}

constexpr Function functions[] = {
    {"split split_list string_split splitax", "split(text, separator)",
     "the parts between separators, as texts; the characters, where the separator is empty; no items of an "
     "empty text",
     R"(split("a,b,,c", ","))", R"(["a","b","","c"])", "t", 2, 2, Type::list, split},
    {"join array_to_string joink", "join(list, separator)",
     "the items as one text with a separator between them", R"(join(["a", "b", 3], "-"))", "a-b-3", "lt", 2,
     2, Type::text, join},
    {"list_length size list_size array_length cardinality", "list_length(list)", "how many items",
     R"(list_length(["a", "b"]))", "2", "l", 1, 1, Type::number, list_length},
    {"get nth list_get element_at", "get(list, position)",
     "one item, by its position from 1, negative from the end; null where there is none",
     R"(get(["a", "b", "c"], -1))", "c", "ln", 2, 2, Type::any, get},
    {"first_item", "first_item(list)", "the first item", R"(first_item(["a", "b"]))", "a", "l", 1, 1,
     Type::any, first_item},
    {"last_item", "last_item(list)", "the last item", R"(last_item(["a", "b"]))", "b", "l", 1, 1, Type::any,
     last_item},
    {"slice list_slice array_slice sublist", "slice(list, from[, count])", "the items from a position on",
     "slice([1, 2, 3, 4], 2, 2)", "[2,3]", "ln", 2, 3, Type::list, slice},
    {"has list_contains array_contains list_has", "has(list, x)", "whether an item is equal to x",
     R"(has(["a", "b"], "b"))", "true", "la", 2, 2, Type::boolean, has},
    {"list_position array_position list_index", "list_position(list, x)",
     "the position of the first item that is equal to x; null where there is none",
     R"(list_position(["a", "b"], "b"))", "2", "la", 2, 2, Type::number, position},
    {"reverse_list list_reverse array_reverse", "reverse_list(list)", "from the last item to the first",
     "reverse_list([1, 2, 3])", "[3,2,1]", "l", 1, 1, Type::list, reversed},
    {"unique dedupe distinct list_distinct uniq", "unique(list)",
     "each item once, in the order of the first ones", "unique([2, 1, 2.0])", "[2,1]", "l", 1, 1, Type::list,
     unique},
    {"list_union union", "list_union(list, ...)", "the items of all lists, each once",
     "list_union([1, 2], [2, 3])", "[1,2,3]", "l", 1, 255, Type::list, united},
    {"list_intersect intersect", "list_intersect(a, b)",
     "the items of one list that are in the other too, each once", "list_intersect([1, 2, 3], [3, 2])",
     "[2,3]", "l", 2, 2, Type::list, common},
    {"list_except except difference", "list_except(a, b)",
     "the items of one list that are not in the other, each once", "list_except([1, 2, 3], [2])", "[1,3]",
     "l", 2, 2, Type::list, except},
    {"flatten", "flatten(list)", "the items of the lists in a list, one level of them",
     "flatten([[1, 2], [3], 4])", "[1,2,3,4]", "l", 1, 1, Type::list, flattened},
    {"append list_append push array_append", "append(list, x, ...)", "with more items at the end",
     R"(append([1], 2, "x"))", R"([1,2,"x"])", "la", 2, 255, Type::list, appended},
    {"concat_lists list_concat array_concat array_cat", "concat_lists(list, ...)", "the items of all lists",
     "concat_lists([1], [2, 3])", "[1,2,3]", "l", 1, 255, Type::list, concatenated},
    {"without_empty compact list_compact", "without_empty(list)",
     "without items that are null or an empty text", R"(without_empty(["a", "", null]))", R"(["a"])", "l", 1,
     1, Type::list, without_nulls},
    {"range", "range([from, ]to[, step])", "the numbers from 0, or from one, up to but without another",
     "range(1, 5)", "[1,2,3,4]", "n", 1, 3, Type::list, range},
    {"series generate_series", "series(from, to[, step])", "the numbers from one to another, both among them",
     "series(1, 2, 0.5)", "[1,1.5,2]", "n", 2, 3, Type::list, series},
};

} // namespace

FunctionFamily list_functions() { return {"Lists", functions}; }

} // namespace rowkit::expr
