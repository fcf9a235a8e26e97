// Functions that tell where a record comes from.
#include "expr/body.h"

namespace rowkit::expr {
namespace {

/// Null where it is not known.
Value value_of_place(uint64_t number) { return number ? Value::of(Number(number)) : Value(); }

Value row_number(const Call& call) { return value_of_place(call.place.row); }
Value source_line(const Call& call) { return value_of_place(call.place.line); }
Value source_file(const Call& call) {
    return call.place.file.empty() ? Value() : Value::of(call.arena.copy(call.place.file));
}

// The examples are those of the first record of the file trips.csv.
constexpr Function functions[] = {
    {"row_number rownum NR", "row_number()", "which record it is, counted from 1 over all inputs",
     "row_number()", "1", "", 0, 0, Type::number, row_number, nullptr, true},
    {"source_file filename FILENAME", "source_file()", "the file it was read from; null for standard input",
     "source_file()", "trips.csv", "", 0, 0, Type::text, source_file},
    {"source_line line_number", "source_line()", "the line of that file on which it begins", "source_line()",
     "2", "", 0, 0, Type::number, source_line, nullptr, true},
};

} // namespace

FunctionFamily record_functions() { return {"Records", functions}; }

} // namespace rowkit::expr
