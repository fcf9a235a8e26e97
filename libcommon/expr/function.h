// The table of functions that expressions can call.
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "expr/value.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::expr {

/// What a function makes once of its constant arguments: a compiled pattern, a parsed format.
struct Prepared {
    virtual ~Prepared() = default;
};

/// Where a record stands, for row_number() and the like; 0 and empty where that is not known.
struct RecordPlace {
    uint64_t row = 0;
    uint64_t line = 0;
    std::string_view file;
};

/// One call for one record.
struct Call {
    std::span<const Value> args; // of the kinds that the signature's `params` say
    Arena& arena;                // for a text that is made
    Buffer& scratch;             // free to use: what a text is built in before arena.copy()
    const Prepared* prepared = nullptr;
    RecordPlace place;

    size_t count() const { return args.size(); }
    std::string_view text(size_t i) const { return args[i].text(); }
    const Number& number(size_t i) const { return args[i].number(); }
    /// The scratch buffer's content as a text value.
    Value made() const { return Value::of(arena.copy(scratch.view())); }
};

/// A function's row in the table. Adding one is this row and a small body:
///
///     Value title_case(const Call& call) { ... }
///     {"title", "title(text)", "each word with a capital letter", R"(title("new york"))", "New York", "t",
///     1, 1,
///      Type::text, title_case},
struct Function {
    std::string_view names;     // "substr substring mid": the first is the name, the others aliases
    std::string_view signature; // "substr(text, from[, count])"
    std::string_view meaning;   // one line, no full stop
    std::string_view example;   // an expression without columns
    std::string_view result;    // what the example gives, as text
    /// How each argument is read: t text (null reads as ""), n number (text is parsed; null where it is
    /// none), b boolean, d time (ISO 8601 text is parsed), l list, a as it is; the last one stands for all
    /// that follow. A null among n b d l makes the result null without a call, unless the kind is written as
    /// a capital: then it is passed on.
    std::string_view params;
    uint8_t least = 0, most = 0; // arguments; most 255: any number
    Type type = Type::any;       // of the result
    Value (*body)(const Call&) = nullptr;
    /// Called once with the arguments that are constant (the others are null); may return null.
    /// Throws std::string: what is wrong with them.
    std::unique_ptr<Prepared> (*prepare)(std::span<const Value* const> constants) = nullptr;
    bool in_order = false; // what it gives depends on the records before
};

/// One family's rows; a file each, functions_NAME.cc.
struct FunctionFamily {
    std::string_view title; // "Strings"
    std::span<const Function> functions;
};

FunctionFamily text_functions();
FunctionFamily text_case_functions();
FunctionFamily text_kind_functions();
FunctionFamily text_search_functions();
FunctionFamily text_form_functions();
FunctionFamily text_format_functions();
FunctionFamily text_likeness_functions();
FunctionFamily regex_functions();
FunctionFamily number_functions();
FunctionFamily bit_functions();
FunctionFamily number_text_functions();
FunctionFamily time_functions();
FunctionFamily time_part_functions();
FunctionFamily time_reckoning_functions();
FunctionFamily list_functions();
FunctionFamily list_item_functions();
FunctionFamily json_functions();
FunctionFamily conditional_functions();
FunctionFamily conversion_functions();
FunctionFamily hash_functions();
FunctionFamily encoding_functions();
FunctionFamily url_functions();
FunctionFamily ip_functions();
FunctionFamily record_functions();

/// All families, in the manual's order.
std::span<const FunctionFamily> function_families();
/// Null where there is none of that name or alias.
const Function* find_function(std::string_view name);
std::vector<std::string> function_names();

} // namespace rowkit::expr
