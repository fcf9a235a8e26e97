// A value kept past its batch.
#pragma once

#include "expr/coerce.h"
#include "ops/state_text.h"

#include <string>

namespace rowkit::ops {

/// The text of a value, and what it was: enough to write it again.
struct KeptValue {
    std::string text;
    Form form = Form::null;

    void keep(const expr::Value& value, Arena& arena, Buffer& scratch) {
        const Cell cell = expr::cell_of(value, arena, scratch);
        text = cell.raw();
        form = cell.form;
    }
    /// Valid as long as this.
    expr::Value value() const {
        switch (form) {
        case Form::null: return {};
        case Form::json_literal: return expr::Value::of(text == "true");
        case Form::json_nested: return text.starts_with('[') ? expr::Value::list(text) : expr::Value::object(text);
        case Form::text: return expr::Value::of(std::string_view(text));
        default: return expr::Value::cell(text, form == Form::json_number);
        }
    }
    void write(StateWriter& out) const {
        out.integer(static_cast<uint64_t>(form));
        out.text(text);
    }
    static KeptValue read(StateReader& in) {
        KeptValue kept;
        kept.form = static_cast<Form>(in.integer() & 0xF);
        kept.text = in.text();
        return kept;
    }
    uint64_t heap() const { return text.capacity() > 15 ? text.capacity() + 1 : 0; }
};

} // namespace rowkit::ops
