// One value of an expression while it is computed.
#pragma once

#include "data/number.h"
#include "data/time.h"

#include <cstdint>
#include <string_view>

namespace rowkit::expr {

/// What kind a value is; of an expression, what its values are where that is known before any record is seen.
enum class Type : uint8_t {
    null,
    boolean,
    number,
    text,
    time,
    list,    // a JSON array, as text
    object,  // a JSON object, as text
    cell,    // text that was read from a column, and may be a number or a time
    any,     // of expressions only: known when a record is there
};

/// 32 bytes, trivially copyable. Texts point into the block, the expression or the arena of the evaluation.
class Value {
public:
    constexpr Value() : text_() {} // null

    static Value of(bool value) {
        Value made(Type::boolean);
        made.boolean_ = value;
        return made;
    }
    static Value of(const Number& value) {
        Value made(Type::number);
        made.number_ = value;
        return made;
    }
    /// Becomes a number; faster than assigning one that was made elsewhere, since g++ stores and reloads
    /// that.
    void set(const Number& value) {
        number_ = value;
        type_ = Type::number;
    }
    void set_null() { type_ = Type::null; }
    static Value of(const Time& value) {
        Value made(Type::time);
        made.time_ = value;
        return made;
    }
    static Value of(std::string_view value) { return text_as(Type::text, value); }
    static Value of(const char* value) { return of(std::string_view(value)); }
    /// Text as it stood in a cell; `number`: its format said that it is one (JSON).
    static Value cell(std::string_view value, bool number) {
        Value made = text_as(Type::cell, value);
        made.number_text_ = number;
        return made;
    }
    static Value list(std::string_view json) { return text_as(Type::list, json); }
    static Value object(std::string_view json) { return text_as(Type::object, json); }

    Type type() const { return type_; }
    bool is_null() const { return type_ == Type::null; }
    bool is(Type type) const { return type_ == type; }

    // Each only for values of that type.
    bool boolean() const { return boolean_; }
    const Number& number() const { return number_; }
    const Time& time() const { return time_; }
    std::string_view text() const { return text_; } // text, cell, list, object
    bool is_number_text() const { return number_text_; } // of a cell
    bool is_texty() const { return type_ >= Type::text && type_ <= Type::cell && type_ != Type::time; }

private:
    explicit Value(Type type) : text_(), type_(type) {}
    static Value text_as(Type type, std::string_view text) {
        Value made(type);
        made.text_ = text;
        return made;
    }

    union {
        bool boolean_;
        Number number_;
        Time time_;
        std::string_view text_;
    };
    Type type_ = Type::null;
    bool number_text_ = false;
};
static_assert(sizeof(Value) == 32);

} // namespace rowkit::expr
