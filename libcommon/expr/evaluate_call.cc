// Computing an expression: calls of functions.
#include "expr/evaluate.h"

#include "expr/coerce.h"
#include "expr/json_value.h"

namespace rowkit::expr {
namespace {

/// How argument `i` is read: see Function::params.
char param(const Function& function, size_t i) {
    const std::string_view params = function.params;
    return params.empty() ? 'a' : params[std::min(i, params.size() - 1)];
}

char lower(char letter) { return static_cast<char>(letter | 0x20); }

/// A list: a JSON array, as a value or as text.
Value as_list(const Value& value) {
    if (value.is(Type::list)) return value;
    if (value.is_texty() && value.text().starts_with('[') && value.text().ends_with(']'))
        return Value::list(value.text());
    return {};
}

} // namespace

void Evaluation::eval_call(const Node& node, Rows rows, Value* out) {
    const Function& function = *node.function;
    const size_t count = node.args.size();
    std::vector<const Value*> columns;
    for (const NodePtr& arg : node.args) columns.push_back(values(*arg, rows));
    std::vector<Value> args(count);
    for (size_t i = 0; i < rows.size(); ++i) {
        bool null = false, first_null = count > 0 && param(function, 0) == 't' && columns[0][i].is_null();
        for (size_t k = 0; k < count; ++k) {
            const Value& given = columns[k][i];
            const char kind = param(function, k);
            Value& arg = args[k];
            switch (lower(kind)) {
            case 't': arg = Value::of(as_text(given, arena_, scratch_)); break;
            case 'n': {
                auto read = number(*node.args[k], given, rows[i]);
                arg = read ? Value::of(*read) : Value();
                break;
            }
            case 'b': {
                auto read = as_boolean(given);
                arg = read ? Value::of(*read) : Value();
                break;
            }
            case 'd': {
                auto read = as_time(given);
                if (!read && given.is_texty() && !given.text().empty())
                    note_odd(*node.args[k], given.text(), rows[i]);
                arg = read ? Value::of(*read) : Value();
                break;
            }
            case 'l': arg = as_list(given); break;
            default: arg = given;
            }
            const bool passes_null = kind == 't' || kind == 'a' || (kind >= 'A' && kind <= 'Z');
            null = null || (arg.is_null() && !passes_null);
        }
        if (null) {
            out[i] = Value();
            continue;
        }
        scratch_.clear();
        out[i] = function.body(
            {args, arena_, scratch_, node.prepared.get(),
             count == 0 ? place_of(rows[i]) : RecordPlace{}}); // what has arguments does not ask
        // What is made of a null that read as nothing stays one: an empty cell, not a quoted nothing.
        if (first_null && out[i].is(Type::text) && out[i].text().empty()) out[i] = Value();
    }
}

/// map(list, expression with _), filter, any, all.
void Evaluation::eval_item_call(const Node& node, Rows rows, Value* out) {
    const Value* lists = values(*node.args[0], rows);
    const Value* const outer_items = items_;
    const Rows outer_rows = item_rows_;
    for (size_t i = 0; i < rows.size(); ++i) {
        std::vector<Value> items;
        if (!for_each_item(lists[i], arena_, scratch_, [&](const Value& item) { items.push_back(item); })) {
            out[i] = Value();
            continue;
        }
        std::vector<Value> results(items.size());
        for (size_t k = 0; k < items.size(); ++k) {
            const Rows one = rows.subspan(i, 1);
            items_ = &items[k];
            item_rows_ = one;
            eval(*node.args[1], one, &results[k]);
        }
        // The body is given the items and what the expression gave for each.
        std::vector<Value> args = std::move(items);
        args.insert(args.end(), results.begin(), results.end());
        scratch_.clear();
        out[i] = node.function->body({args, arena_, scratch_});
    }
    items_ = outer_items;
    item_rows_ = outer_rows;
}

Value evaluate_constant(const Node& node, uint32_t slots, Arena& arena) {
    // One record without columns.
    Layout layout;
    layout.records = 1;
    const Header header;
    const Dialect dialect;
    const Batch batch(layout, header, dialect);
    const uint32_t row = 0;
    Value value;
    Evaluation evaluation(node, slots);
    evaluation.start(batch, {});
    evaluation.evaluate({&row, 1}, &value);
    if (value.is_texty()) {
        const std::string_view kept = arena.copy(value.text());
        if (value.is(Type::list)) return Value::list(kept);
        if (value.is(Type::object)) return Value::object(kept);
        if (value.is(Type::cell)) return Value::cell(kept, value.is_number_text());
        return Value::of(kept);
    }
    return value;
}

} // namespace rowkit::expr
