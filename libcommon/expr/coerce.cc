// One value read as a value of another kind.
#include "expr/coerce.h"

#include "data/number_text.h"

namespace rowkit::expr {

Value value_of(const Cell& cell, Arena& arena, Buffer& scratch) {
    switch (cell.form) {
    case Form::null:
    case Form::missing: return {};
    case Form::plain: return Value::cell(cell.raw(), false);
    case Form::json_number: return Value::cell(cell.raw(), true);
    case Form::json_literal: return Value::of(cell.size == 4);
    case Form::json_nested: return *cell.data == '[' ? Value::list(cell.raw()) : Value::object(cell.raw());
    case Form::text: return Value::of(cell.raw());
    case Form::quoted:
    case Form::escaped:
    case Form::json_string: break;
    }
    std::string_view text = text_of(cell, scratch);
    if (text.data() == scratch.data()) text = arena.copy(text);
    return cell.form == Form::json_string ? Value::of(text) : Value::cell(text, false);
}

std::optional<Time> as_time(const Value& value) {
    if (value.is(Type::time)) return value.time();
    if (value.is_texty()) return parse_time(value.text());
    return std::nullopt;
}

std::optional<bool> as_boolean(const Value& value) {
    if (value.is(Type::boolean)) return value.boolean();
    if (value.is_texty() && value.text() == "true") return true;
    if (value.is_texty() && value.text() == "false") return false;
    return std::nullopt;
}

std::string_view as_text(const Value& value, Arena& arena, Buffer& scratch) {
    switch (value.type()) {
    case Type::null:
    case Type::any: return ""; // not a null pointer: memmem() and the like take none
    case Type::boolean: return value.boolean() ? "true" : "false";
    case Type::text:
    case Type::cell:
    case Type::list:
    case Type::object: return value.text();
    case Type::number:
        if (value.number().is_small()) {
            char* const begin = arena.room(small_number_room);
            char* const end = write_small_number(value.number(), begin);
            arena.give_back(end);
            return {begin, static_cast<size_t>(end - begin)};
        }
        scratch.clear();
        append_number(value.number(), scratch);
        return arena.copy(scratch.view());
    case Type::time:
        scratch.clear();
        append_time(value.time(), scratch);
        return arena.copy(scratch.view());
    }
    return {};
}

Cell cell_of(const Value& value, Arena& arena, Buffer& scratch) {
    const std::string_view text = as_text(value, arena, scratch);
    Cell cell{text.data(), static_cast<uint32_t>(text.size()), Form::plain, '"'};
    switch (value.type()) {
    case Type::null:
    case Type::any: cell.form = Form::null; break;
    case Type::boolean: cell.form = Form::json_literal; break;
    case Type::number: cell.form = value.number().is_finite() ? Form::json_number : Form::text; break;
    case Type::text:
    case Type::time: cell.form = Form::text; break;
    case Type::cell: cell.form = value.is_number_text() ? Form::json_number : Form::plain; break;
    case Type::list:
    case Type::object: cell.form = Form::json_nested; break;
    }
    return cell;
}

} // namespace rowkit::expr
