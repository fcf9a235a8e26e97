// The parts of a key.
#include "ops/key_parts.h"

#include "data/number_parse.h"
#include "data/number_text.h"
#include "expr/coerce.h"
#include "ops/kept_value.h"
#include "ops/key_layout.h"

namespace rowkit::ops {

KeyPart KeyPart::column(const Header& header, size_t place) {
    auto node = std::make_shared<expr::Node>();
    node->op = expr::Op::column;
    node->name = header.name(place);
    return {node->name, expr::Formula(node->name, node), place};
}

bool has_null(const KeyBytes& key, size_t parts) {
    static_assert(static_cast<int>(Form::null) == 0);
    for (size_t part = 0; part < std::min(parts, parts_with_form); ++part)
        if ((key.forms >> (4 * part) & 0xF) == 0) return true;
    return false;
}

namespace {

/// A part as it stands in the key.
struct StoredPart {
    std::string_view text;
    Form form;
    Time time; // where the form says so
};

StoredPart find_part(const KeyBytes& key, size_t part, size_t parts) {
    std::string_view rest = key.text();
    for (size_t k = 0; k < part; ++k) take_part(rest, false);
    StoredPart found{take_part(rest, part + 1 == parts), Form::null, {}};
    found.form = form_of(key.forms, part, found.text.empty());
    if (found.form != time_form) return found;
    uint64_t forms = key.forms;
    TimeShapes shapes(forms, parts);
    for (size_t k = 0; k < part; ++k)
        if (form_of(forms, k, false) == time_form) shapes.take(Time());
    found.time = shapes.take(read_time_key(found.text));
    return found;
}

/// What a computed value was, of which a format without kinds has only the text.
Form known_form(expr::Type type, std::string_view text) {
    switch (type) {
    case expr::Type::text: return Form::text;
    case expr::Type::number: return parse_number(text) ? Form::json_number : Form::plain;
    case expr::Type::boolean: return Form::json_literal;
    case expr::Type::list:
    case expr::Type::object: return Form::json_nested;
    default: return Form::plain;
    }
}

} // namespace

Cell key_cell(const KeyBytes& key, size_t part, size_t parts, Buffer& scratch) {
    auto [text, form, time] = find_part(key, part, parts);
    if (form == time_form) {
        form = Form::text;
        scratch.clear();
        append_time(time, scratch);
        text = scratch.view();
    } else if (form == reprinted) {
        form = Form::json_number;
        if (const auto number = parse_number(text)) {
            scratch.clear();
            append_number(Number(number->to_double()), scratch);
            text = scratch.view();
        }
    }
    return {text.data(), static_cast<uint32_t>(text.size()), form, '"'};
}

std::optional<Time> key_time(const KeyBytes& key, size_t part, size_t parts) {
    const StoredPart found = find_part(key, part, parts);
    if (found.form != time_form) return std::nullopt;
    return found.time;
}

expr::Value key_value(const KeyBytes& key, size_t part, size_t parts, Arena& arena) {
    if (const auto time = key_time(key, part, parts)) return expr::Value::of(*time);
    Buffer scratch;
    Cell cell = key_cell(key, part, parts, scratch);
    if (cell.data == scratch.data()) cell.data = arena.copy(cell.raw()).data();
    return expr::value_of(cell, arena, scratch);
}

KeyBytes key_of_cells(std::span<const KeyPart> parts, std::span<const Cell> cells, Buffer& out,
                      Buffer& scratch) {
    out.clear();
    uint64_t forms = 0;
    TimeShapes shapes(forms, cells.size());
    Buffer time_key;
    for (size_t k = 0; k < cells.size(); ++k) {
        std::string_view text = text_of(cells[k], scratch);
        Form form = written_form(cells[k].form);
        if (form == Form::plain && !text.empty()) form = known_form(parts[k].type, text);
        const bool is_computed = k < parts_with_form && parts[k].type == expr::Type::time;
        if (const auto time = is_computed ? parse_time(text) : std::nullopt) {
            time_key.clear();
            append_time_key(*time, time_key);
            text = time_key.view();
            form = time_form;
            shapes.put(*time);
        }
        if (k + 1 < cells.size()) {
            char* const to = out.room(most_of_size);
            out.advance(static_cast<size_t>(put_size(to, static_cast<uint32_t>(text.size())) - to));
        }
        out.append(text);
        forms |= form_bits(form, k);
    }
    return {out.data(), static_cast<uint32_t>(out.size()), seeded_hash(out.view()), forms};
}

} // namespace rowkit::ops
