// The items of lists, read and written: what the functions of lists and JSON share.
#pragma once

#include "expr/body.h"
#include "expr/json_cursor.h"
#include "expr/json_value.h"

#include <vector>

namespace rowkit::expr {

using Raws = std::vector<std::string_view>;

/// The JSON texts of a list's items, as they stand.
inline Raws raw_items(std::string_view list) {
    Raws items;
    for_each_raw_item(list, [&](std::string_view item) {
        items.push_back(item);
        return true;
    });
    return items;
}

inline size_t count_items(std::string_view list) {
    size_t count = 0;
    for_each_raw_item(list, [&](std::string_view) { return ++count; });
    return count;
}

/// The items' values; texts are in the list or in the arena.
inline std::vector<Value> items_of(const Call& call, std::string_view list) {
    std::vector<Value> items;
    for_each_raw_item(list, [&](std::string_view item) {
        items.push_back(value_of_json(item, call.arena, call.scratch));
        return true;
    });
    return items;
}

/// A list in the making, in the scratch buffer of a call. Items are added as JSON text, or as values that
/// need no scratch.
class ListMaker {
public:
    explicit ListMaker(const Call& call) : call_(call) {
        call.scratch.clear();
        call.scratch.push_back('[');
    }
    void add(std::string_view json) {
        comma();
        call_.scratch.append(json);
    }
    void add_number(const Number& number) {
        comma();
        append_number(number, call_.scratch);
    }
    /// The place to write one item to.
    Buffer& next() {
        comma();
        return call_.scratch;
    }
    Value made() {
        call_.scratch.push_back(']');
        return Value::list(call_.arena.copy(call_.scratch.view()));
    }

private:
    void comma() {
        if (call_.scratch.size() > 1) call_.scratch.push_back(',');
    }
    const Call& call_;
};

/// A value as JSON text, in the arena where it had to be made.
inline std::string_view json_of(const Value& value, Arena& arena) {
    if (value.is(Type::list) || value.is(Type::object)) return value.text();
    Buffer out, scratch;
    append_json(value, out, arena, scratch);
    return arena.copy(out.view());
}

} // namespace rowkit::expr
