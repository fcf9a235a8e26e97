// Computing an expression: comparison, logic, choice and joined texts.
#include "expr/evaluate.h"

#include "expr/choices.h"
#include "expr/coerce.h"
#include "expr/compare.h"
#include "expr/json_value.h"

namespace rowkit::expr {
namespace {

bool is_arithmetic(Op op) { return op >= Op::add && op <= Op::power; }
bool is_true(const Value& value) { return as_boolean(value).value_or(false); }

} // namespace

void Evaluation::eval_concat(const Node& node, Rows rows, Value* out) {
    const Value *a = values(*node.args[0], rows), *b = values(*node.args[1], rows);
    for (size_t i = 0; i < rows.size(); ++i) {
        const std::string_view first = as_text(a[i], arena_, scratch_),
                               second = as_text(b[i], arena_, scratch_);
        char* to = arena_.room(first.size() + second.size());
        if (!first.empty()) std::memcpy(to, first.data(), first.size());
        if (!second.empty()) std::memcpy(to + first.size(), second.data(), second.size());
        out[i] = Value::of(std::string_view(to, first.size() + second.size()));
    }
}

/// What comparing two values of one record gives; what should have been a number is noted.
std::optional<bool> Evaluation::compared(Op op, const Node& left, const Value& a, const Node& right,
                                         const Value& b, uint32_t row) {
    // Nothing computed as a number is no empty text.
    if ((a.is_null() && is_arithmetic(left.op)) || (b.is_null() && is_arithmetic(right.op)))
        return std::nullopt;
    bool odd = false;
    auto result = compare_values(op, compare_as(left.type, right.type), a, b, arena_, scratch_, odd);
    if (odd) {
        bool left_odd = false;
        (void)as_number(a, left_odd);
        const Value& culprit = left_odd ? a : b;
        note_odd(left_odd ? left : right, culprit.is_texty() ? culprit.text() : "", row);
    }
    return result;
}

void Evaluation::eval_comparison(const Node& node, Rows rows, Value* out) {
    const Node &left = *node.args[0], &right = *node.args[1];
    const Value *a = values(left, rows), *b = values(right, rows);
    for (size_t i = 0; i < rows.size(); ++i) {
        const auto result = compared(node.op, left, a[i], right, b[i], rows[i]);
        out[i] = result ? Value::of(*result) : Value();
    }
}

/// x in (...): true if equal to one; else null if one of the comparisons was null, as in SQL.
void Evaluation::eval_in(const Node& node, Rows rows, Value* out) {
    const Node& left = *node.args[0];
    const bool wanted = node.op == Op::in;
    if (const auto* choices = static_cast<const Choices*>(node.prepared.get())) {
        const Value* a = choices->are_numbers() ? numbers(left, rows) : values(left, rows);
        for (size_t i = 0; i < rows.size(); ++i) {
            if (!choices->are_numbers())
                out[i] = Value::of(choices->has(as_text(a[i], arena_, scratch_)) == wanted);
            else if (a[i].is_null()) out[i] = Value();
            else out[i] = Value::of(choices->has(a[i].number()) == wanted);
        }
        return;
    }
    const Value* a = values(left, rows);
    std::vector<const Value*> choices;
    for (size_t k = 1; k < node.args.size(); ++k) choices.push_back(values(*node.args[k], rows));
    for (size_t i = 0; i < rows.size(); ++i) {
        std::optional<bool> found = false;
        auto look = [&](const Node& choice, const Value& value) {
            auto equal = compared(Op::equal, left, a[i], choice, value, rows[i]);
            if (equal && *equal) found = true;
            else if (!equal && found != true) found = std::nullopt;
        };
        for (size_t k = 0; k < choices.size() && found != true; ++k) {
            const Node& choice = *node.args[k + 1];
            const Value& value = choices[k][i];
            if (choice.op == Op::list || value.is(Type::list) || choice.type == Type::list)
                for_each_item(value, arena_, scratch_, [&](const Value& item) {
                    if (found != true) look(choice, item);
                });
            else look(choice, value);
        }
        out[i] = !found ? Value() : Value::of(*found == wanted);
    }
}

void Evaluation::eval_logic(const Node& node, Rows rows, Value* out) {
    const Value* a = values(*node.args[0], rows);
    switch (node.op) {
    case Op::is_null:
    case Op::is_not_null:
        for (size_t i = 0; i < rows.size(); ++i)
            out[i] = Value::of(a[i].is_null() == (node.op == Op::is_null));
        return;
    case Op::is_empty:
    case Op::is_not_empty:
        for (size_t i = 0; i < rows.size(); ++i) {
            const bool empty = a[i].is_null() || (a[i].is_texty() && a[i].text().empty());
            out[i] = Value::of(empty == (node.op == Op::is_empty));
        }
        return;
    case Op::negation:
        for (size_t i = 0; i < rows.size(); ++i) {
            auto truth = as_boolean(a[i]);
            out[i] = truth ? Value::of(!*truth) : Value();
        }
        return;
    default: break;
    }
    // The right side is computed only where the left one does not decide.
    const bool decides = node.op == Op::either;
    std::vector<uint32_t> open;
    std::vector<size_t> places;
    for (size_t i = 0; i < rows.size(); ++i) {
        auto truth = as_boolean(a[i]);
        if (truth && *truth == decides) {
            out[i] = Value::of(decides);
        } else {
            out[i] = truth ? Value::of(*truth) : Value();
            open.push_back(rows[i]);
            places.push_back(i);
        }
    }
    if (open.empty()) return;
    const Value* b = values(*node.args[1], open);
    for (size_t k = 0; k < open.size(); ++k) {
        auto truth = as_boolean(b[k]);
        Value& result = out[places[k]];
        if (truth && *truth == decides) result = Value::of(decides);
        else if (!truth) result = Value(); // neither side decides, and one is null
        else if (!result.is_null()) result = Value::of(!decides);
    }
}

void Evaluation::eval_choice(const Node& node, Rows rows, Value* out) {
    std::vector<uint32_t> chosen[2];
    std::vector<size_t> places[2];
    const Value* first = values(*node.args[0], rows);
    const bool coalesces = node.op == Op::coalesce;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (coalesces) out[i] = first[i];
        const size_t which = coalesces ? (first[i].is_null() ? 0 : 1) : (is_true(first[i]) ? 0 : 1);
        chosen[which].push_back(rows[i]);
        places[which].push_back(i);
    }
    for (size_t which = 0; which < (coalesces ? 1 : 2); ++which) {
        if (chosen[which].empty()) continue;
        const Value* picked = values(*node.args[which + 1], chosen[which]);
        for (size_t k = 0; k < places[which].size(); ++k) out[places[which][k]] = picked[k];
    }
}

} // namespace rowkit::expr
