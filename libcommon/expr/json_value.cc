// Values and JSON text: short texts inside cells, walked as they are asked for.
#include "expr/json_value.h"

#include "base/error.h"
#include "codec/cell.h"
#include "codec/json_text.h"
#include "data/number_text.h"
#include "data/path.h"
#include "expr/coerce.h"
#include "expr/json_check.h"
#include "expr/json_cursor.h"

namespace rowkit::expr {
namespace {

constexpr size_t most_items = 1'000'000; // of a list that is made longer

std::string_view member(std::string_view json, std::string_view key, Buffer& scratch) {
    JsonCursor at(json);
    if (!at.take('{')) return {};
    while (!at.take('}')) {
        std::string_view name = inner_text(at.value());
        if (name.find('\\') != std::string_view::npos) {
            scratch.clear();
            append_json_text(name, scratch);
            name = scratch.view();
        }
        if (!at.take(':')) return {};
        const bool found = name == key;
        const std::string_view value = at.value();
        if (found) return value;
        if (!at.take(',') && at.byte() != '}') return {};
    }
    return {};
}

std::string_view item(std::string_view json, size_t index) {
    JsonCursor at(json);
    if (!at.take('[')) return {};
    for (size_t i = 0; !at.take(']'); ++i) {
        const std::string_view value = at.value();
        if (value.empty()) return {};
        if (i == index) return value;
        if (!at.take(',') && at.byte() != ']') return {};
    }
    return {};
}

} // namespace

void append_json(const Value& value, Buffer& out, Arena& arena, Buffer& scratch) {
    switch (value.type()) {
    case Type::null:
    case Type::any: return out.append("null");
    case Type::boolean: return out.append(value.boolean() ? "true" : "false");
    case Type::number:
        if (!value.number().is_finite()) return out.append("null"); // JSON knows no infinity
        return append_number(value.number(), out);
    case Type::list:
    case Type::object: return out.append(value.text());
    case Type::cell:
        // As where a cell is written as JSON.
        if (value.is_number_text() || is_json_number(value.text()) || value.text() == "true" ||
            value.text() == "false")
            return out.append(value.text());
        [[fallthrough]];
    default: append_json_string(as_text(value, arena, scratch), out);
    }
}

Value value_of_json(std::string_view json, Arena& arena, Buffer& scratch) {
    switch (json.empty() ? '\0' : json[0]) {
    case '\0':
    case 'n': return {};
    case 't':
    case 'f': return Value::of(json[0] == 't');
    case '[': return Value::list(json);
    case '{': return Value::object(json);
    case '"': {
        const std::string_view text = inner_text(json);
        if (text.find('\\') == std::string_view::npos) return Value::of(text);
        scratch.clear();
        append_json_text(text, scratch);
        return Value::of(arena.copy(scratch.view()));
    }
    default: return is_json_number(json) ? Value::cell(json, true) : Value();
    }
}

Value find_in_json(std::string_view json, std::string_view path, Arena& arena, Buffer& scratch) {
    const auto steps = Path::parse(path);
    if (!steps) return {};
    for (const Path::Step& step : steps->steps()) {
        if (const auto* key = std::get_if<std::string>(&step)) json = member(json, *key, scratch);
        else json = item(json, std::get<size_t>(step));
        if (json.empty()) return {};
    }
    return value_of_json(json, arena, scratch);
}

namespace {

/// Appends `json`, which is JSON or empty, with the value at steps[at..] set to `value`.
void append_set(std::string_view json, const std::vector<Path::Step>& steps, size_t at,
                std::string_view value, Buffer& out, Buffer& scratch) {
    if (at == steps.size()) return out.append(value);
    const auto* index = std::get_if<size_t>(&steps[at]);
    const std::string key = index ? "" : std::get<std::string>(steps[at]);
    JsonCursor cursor(json);
    const bool open = cursor.take(index ? '[' : '{');
    out.push_back(index ? '[' : '{');
    bool found = false, first = true;
    size_t i = 0;
    for (; open && !cursor.at_end() && !cursor.take(index ? ']' : '}'); ++i) {
        bool is_it = index && i == *index;
        if (!first) out.push_back(',');
        first = false;
        if (!index) {
            const std::string_view name = cursor.value();
            cursor.take(':');
            scratch.clear();
            append_json_text(inner_text(name), scratch);
            is_it = scratch.view() == key;
            out.append(name);
            out.push_back(':');
        }
        const std::string_view old = cursor.value();
        if (is_it) append_set(old, steps, at + 1, value, out, scratch);
        else out.append(old);
        found = found || is_it;
        cursor.take(',');
    }
    if (!found) {
        for (; index && i < *index; ++i, first = false) out.append(first ? "null" : ",null"); // as jq does
        if (!first) out.push_back(',');
        if (!index) {
            append_json_string(key, out);
            out.push_back(':');
        }
        append_set({}, steps, at + 1, value, out, scratch);
    }
    out.push_back(index ? ']' : '}');
}

} // namespace

Value set_in_json(const Value& object, std::string_view path, const Value& value, Arena& arena,
                  Buffer& scratch) {
    const auto steps = Path::parse(path);
    if (!steps) return object;
    for (const Path::Step& step : steps->steps())
        if (const auto* index = std::get_if<size_t>(&step); index && *index > most_items)
            throw Error(Exit::bad_data, {}, "a list would have more than a million items");
    Buffer json, out;
    append_json(value, json, arena, scratch);
    const bool is_whole = object.is_texty() && is_json(object.text()); // what is no JSON can't be walked
    append_set(is_whole ? object.text() : std::string_view{}, steps->steps(), 0, json.view(), out, scratch);
    const std::string_view made = arena.copy(out.view());
    return made.starts_with('[') ? Value::list(made) : Value::object(made);
}

bool for_each_item(const Value& list, Arena& arena, Buffer& scratch,
                   const std::function<void(const Value&)>& use) {
    if (!list.is_texty()) return false;
    JsonCursor at(list.text());
    if (!at.take('[')) return false;
    while (!at.take(']')) {
        const std::string_view value = at.value();
        if (value.empty()) return false;
        use(value_of_json(value, arena, scratch));
        if (!at.take(',') && at.byte() != ']') return false;
    }
    return true;
}

} // namespace rowkit::expr
