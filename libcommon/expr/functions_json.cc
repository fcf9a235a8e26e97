// Functions of JSON: reading it, its parts, making and changing it.
#include "codec/json_text.h"
#include "data/path.h"
#include "expr/coerce.h"
#include "expr/json_check.h"
#include "expr/list_items.h"

#include <unordered_map>

namespace rowkit::expr {
namespace {

constexpr size_t most_steps = 200; // of a path; each takes some stack

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_json_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_json_space(text.back())) text.remove_suffix(1);
    return text;
}

/// The JSON text that a value holds: a list or an object, or a text that is JSON.
std::string_view json_in(const Value& value) {
    return value.is_texty() && !value.text().empty() ? trimmed(value.text()) : std::string_view{};
}

bool is_object(std::string_view json) { return json.starts_with('{'); }

/// Paths as others write them too: $.a[0], .a[0].
std::optional<Path> read_path(std::string_view text) {
    if (text.starts_with('$')) text.remove_prefix(1);
    if (text.starts_with('.')) text.remove_prefix(1);
    if (text.empty()) return Path();
    auto path = Path::parse(text);
    if (path && path->steps().size() > most_steps) return std::nullopt;
    return path;
}

struct PreparedPath : Prepared {
    Path path;
};

std::unique_ptr<Prepared> prepare_path(std::span<const Value* const> constants) {
    if (constants.size() < 2 || !constants[1] || !constants[1]->is_texty()) return nullptr;
    auto path = read_path(constants[1]->text());
    if (!path) throw "this is no path: " + std::string(constants[1]->text());
    auto prepared = std::make_unique<PreparedPath>();
    prepared->path = std::move(*path);
    return prepared;
}

/// The path that args[1] is; nothing where it is none.
std::optional<Path> path_of(const Call& call) {
    if (call.prepared) return static_cast<const PreparedPath*>(call.prepared)->path;
    return read_path(call.text(1));
}

/// The JSON text at a path; empty where there is none.
std::string_view find_raw(std::string_view json, const Path& path) {
    Buffer name;
    for (const Path::Step& step : path.steps()) {
        std::string_view found;
        if (const auto* key = std::get_if<std::string>(&step)) {
            for_each_raw_member(json, [&](std::string_view written, std::string_view value) {
                name.clear();
                append_json_text(written, name);
                if (name.view() == *key) found = value;
                return found.empty();
            });
        } else {
            size_t left = std::get<size_t>(step);
            for_each_raw_item(json, [&](std::string_view item) {
                if (left == 0) found = item;
                return left-- > 0;
            });
        }
        if (found.empty()) return {};
        json = found;
    }
    return json;
}

Value parse_json(const Call& call) {
    const Value& value = call.args[0];
    if (!value.is_texty()) return value; // a number or a boolean is one in JSON too
    if (value.is(Type::list) || value.is(Type::object)) return value;
    const std::string_view json = trimmed(value.text());
    return is_json(json) ? value_of_json(json, call.arena, call.scratch) : Value();
}

Value to_json(const Call& call) { return Value::of(json_of(call.args[0], call.arena)); }

Value is_json_text(const Call& call) {
    const Value& value = call.args[0];
    if (value.is_texty()) return Value::of(is_json(value.text()));
    return Value::of(value.is(Type::number) || value.is(Type::boolean));
}

Value get(const Call& call) {
    const auto path = path_of(call);
    if (!path) return {};
    const Value found = value_of_json(find_raw(json_in(call.args[0]), *path), call.arena, call.scratch);
    return found.is_null() && call.count() > 2 ? call.args[2] : found;
}

Value has(const Call& call) {
    const auto path = path_of(call);
    return Value::of(path && !find_raw(json_in(call.args[0]), *path).empty());
}

Value keys(const Call& call) {
    const std::string_view json = json_in(call.args[0]);
    if (!is_object(json)) return {};
    ListMaker list(call);
    for_each_raw_member(json, [&](std::string_view key, std::string_view) {
        // With its quotes, as it stands.
        list.add({key.data() - 1, key.size() + 2});
        return true;
    });
    return list.made();
}

Value values(const Call& call) {
    const std::string_view json = json_in(call.args[0]);
    if (json.starts_with('[')) return Value::list(json);
    if (!is_object(json)) return {};
    ListMaker list(call);
    for_each_raw_member(json, [&](std::string_view, std::string_view value) {
        list.add(value);
        return true;
    });
    return list.made();
}

Value length(const Call& call) {
    const std::string_view json = json_in(call.args[0]);
    if (json.starts_with('[')) return value_of_count(count_items(json));
    if (!is_object(json)) return {};
    size_t count = 0;
    for_each_raw_member(json, [&](std::string_view, std::string_view) { return ++count; });
    return value_of_count(count);
}

Value type(const Call& call) {
    const std::string_view json = json_in(call.args[0]);
    switch (json.empty() ? '\0' : json[0]) {
    case '\0': return {};
    case '{': return Value::of("object");
    case '[': return Value::of("array");
    case '"': return Value::of("string");
    case 'n': return json == "null" ? Value::of("null") : Value();
    case 't': return json == "true" ? Value::of("boolean") : Value();
    case 'f': return json == "false" ? Value::of("boolean") : Value();
    default: return is_json_number(json) ? Value::of("number") : Value();
    }
}

/// A value as JSON text with a text that is a list or an object as that.
Value object_or_list(std::string_view json) {
    return json.starts_with('[') ? Value::list(json) : Value::object(json);
}

Value set(const Call& call) {
    const auto path = path_of(call);
    const std::string_view json = json_in(call.args[0]);
    if (!path || path->empty()) return {};
    if (!json.empty() && !is_object(json) && !json.starts_with('[')) return {};
    const Value base = json.empty() ? Value::object("{}") : object_or_list(json);
    return set_in_json(base, path->text(), call.args[2], call.arena, call.scratch);
}

void append_without(std::string_view json, std::span<const Path::Step> steps, Buffer& out) {
    const auto* key = std::get_if<std::string>(&steps[0]);
    const bool last = steps.size() == 1;
    bool first = true;
    Buffer name;
    auto item = [&](bool is_it, std::string_view written, std::string_view value) {
        if (is_it && last) return;
        if (!std::exchange(first, false)) out.push_back(',');
        if (key) {
            out.push_back('"');
            out.append(written);
            out.append("\":");
        }
        if (is_it) append_without(value, steps.subspan(1), out);
        else out.append(value);
    };
    if (key && json.starts_with('{')) {
        out.push_back('{');
        for_each_raw_member(json, [&](std::string_view written, std::string_view value) {
            name.clear();
            append_json_text(written, name);
            item(name.view() == *key, written, value);
            return true;
        });
        out.push_back('}');
    } else if (!key && json.starts_with('[')) {
        size_t i = 0;
        out.push_back('[');
        for_each_raw_item(json, [&](std::string_view value) {
            item(i++ == std::get<size_t>(steps[0]), {}, value);
            return true;
        });
        out.push_back(']');
    } else {
        out.append(json);
    }
}

Value without(const Call& call) {
    const auto path = path_of(call);
    const std::string_view json = json_in(call.args[0]);
    if (!path || path->empty() || (!is_object(json) && !json.starts_with('['))) return {};
    call.scratch.clear();
    append_without(json, path->steps(), call.scratch);
    return object_or_list(call.arena.copy(call.scratch.view()));
}

Value object(const Call& call) {
    if (call.count() % 2) return {};
    Buffer out, scratch;
    out.push_back('{');
    for (size_t i = 0; i < call.count(); i += 2) {
        if (i) out.push_back(',');
        append_json_string(as_text(call.args[i], call.arena, scratch), out);
        out.push_back(':');
        append_json(call.args[i + 1], out, call.arena, scratch);
    }
    out.push_back('}');
    return Value::object(call.arena.copy(out.view()));
}

std::unique_ptr<Prepared> prepare_object(std::span<const Value* const> args) {
    if (args.size() % 2) throw std::string("after each key a value must follow");
    return nullptr;
}

Value merge(const Call& call) {
    struct Member {
        std::string_view key, value;
    };
    std::vector<Member> members;
    std::unordered_map<std::string_view, size_t> places;
    for (const Value& arg : call.args) {
        if (arg.is_null()) continue;
        if (!is_object(json_in(arg))) return {};
        for_each_raw_member(json_in(arg), [&](std::string_view key, std::string_view value) {
            const auto [place, is_new] = places.try_emplace(key, members.size());
            if (is_new) members.push_back({key, value});
            else members[place->second].value = value;
            return true;
        });
    }
    call.scratch.clear();
    call.scratch.push_back('{');
    for (const Member& member : members) {
        if (call.scratch.size() > 1) call.scratch.push_back(',');
        call.scratch.push_back('"');
        call.scratch.append(member.key);
        call.scratch.append("\":");
        call.scratch.append(member.value);
    }
    call.scratch.push_back('}');
    return Value::object(call.arena.copy(call.scratch.view()));
}

constexpr Function functions[] = {
    {"json parse_json json_parse json_decode from_json", "json(text)",
     "the value that a JSON text is; null where it is none", R"(json("{\"a\": [1, 2]}").a[1])", "2", "a", 1,
     1, Type::any, parse_json},
    {"to_json json_encode", "to_json(x)", "a value as JSON text", R"(to_json("say \"hi\""))",
     R"("say \"hi\"")", "a", 1, 1, Type::text, to_json},
    {"is_json json_valid", "is_json(text)", "whether it is JSON", R"(is_json("{\"a\": 1,}"))", "false", "a",
     1, 1, Type::boolean, is_json_text},
    {"json_get json_extract json_value get_path", "json_get(json, path[, else])",
     "the value at a path such as user.tags[0], where items count from 0",
     R"(json_get("{\"a\": {\"b\": [5, 6]}}", "a.b[1]"))", "6", "atA", 2, 3, Type::any, get, prepare_path},
    {"json_has json_exists", "json_has(json, path)", "whether there is something at a path, be it null",
     R"(json_has("{\"a\": null}", "a"))", "true", "at", 2, 2, Type::boolean, has, prepare_path},
    {"json_keys keys", "json_keys(json)", "the keys of an object", R"(json_keys("{\"a\": 1, \"b\": 2}"))",
     R"(["a","b"])", "a", 1, 1, Type::list, keys},
    {"json_values", "json_values(json)", "the values of an object",
     R"(json_values("{\"a\": 1, \"b\": \"x\"}"))", R"([1,"x"])", "a", 1, 1, Type::list, values},
    {"json_length json_array_length json_size", "json_length(json)", "how many items or keys",
     R"(json_length("[1, 2, 3]"))", "3", "a", 1, 1, Type::number, length},
    {"json_type json_typeof", "json_type(json)", "object, array, string, number, boolean or null",
     R"(json_type("[1, 2]"))", "array", "a", 1, 1, Type::text, type},
    {"json_set", "json_set(json, path, x)", "with another value at a path; objects on the way are made",
     R"(json_set("{\"a\": 1}", "b.c", "x"))", R"({"a":1,"b":{"c":"x"}})", "ata", 3, 3, Type::object, set,
     prepare_path},
    {"json_remove json_delete", "json_remove(json, path)", "without what is at a path",
     R"(json_remove("{\"a\": 1, \"b\": 2}", "a"))", R"({"b":2})", "at", 2, 2, Type::object, without,
     prepare_path},
    {"json_merge json_merge_objects", "json_merge(json, ...)",
     "the keys of all objects, of the same key the last value",
     R"(json_merge("{\"a\": 1, \"b\": 2}", "{\"b\": 3}"))", R"({"a":1,"b":3})", "a", 1, 255, Type::object,
     merge},
    {"json_object object", "json_object(key, value, ...)", "an object of keys and values",
     R"(json_object("id", 7, "ok", true))", R"({"id":7,"ok":true})", "a", 0, 255, Type::object, object,
     prepare_object},
};

} // namespace

FunctionFamily json_functions() { return {"JSON", functions}; }

} // namespace rowkit::expr
