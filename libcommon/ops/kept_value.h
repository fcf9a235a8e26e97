// A value kept past its batch.
#pragma once

#include "expr/coerce.h"
#include "ops/state_text.h"
#include "ops/time_key.h"

#include <string>

namespace rowkit::ops {

/// In the place of a form: the text is a time, as it prints.
constexpr auto time_form = static_cast<Form>(14);

/// The form with which a value's cell is kept.
inline Form kept_form(const expr::Value& value, const Cell& cell) {
    return value.is(expr::Type::time) ? time_form : cell.form;
}

/// The value that was kept as text and form: one that can be written again, and computed with as before.
inline expr::Value kept_value(std::string_view text, Form form) {
    if (form == time_form)
        if (const auto time = parse_time(text)) return expr::Value::of(*time);
    switch (form) {
    case Form::null:
        return {};
    case Form::json_literal:
        return expr::Value::of(text == "true");
    case Form::json_nested:
        return text.starts_with('[') ? expr::Value::list(text) : expr::Value::object(text);
    case Form::text:
        return expr::Value::of(text);
    default:
        return expr::Value::cell(text, form == Form::json_number);
    }
}

/// A time in a state: to the last bit, however it is written.
inline void write_time(const Time& time, StateWriter& out) {
    out.integer(static_cast<uint64_t>(time.seconds - first_second));
    out.integer(static_cast<uint64_t>(time.nanoseconds));
    out.integer(time_shape(time));
}
inline Time read_time(StateReader& in) {
    Time time;
    time.seconds = first_second + static_cast<int64_t>(in.integer());
    time.nanoseconds = static_cast<int32_t>(in.integer() % 1'000'000'000);
    return with_shape(time, static_cast<uint32_t>(in.integer()));
}

/// The text of a value, and what it was: enough to write it again.
struct KeptValue {
    std::string text;
    Form form = Form::null;

    void keep(const expr::Value& value, Arena& arena, Buffer& scratch) {
        const Cell cell = expr::cell_of(value, arena, scratch);
        text = cell.raw();
        form = kept_form(value, cell);
    }
    /// Valid as long as this.
    expr::Value value() const { return kept_value(text, form); }
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
