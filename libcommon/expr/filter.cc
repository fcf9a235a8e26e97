// Keeping the records for which a condition holds: the selection narrows from condition to condition.
#include "expr/evaluate.h"

#include "expr/choices.h"
#include "expr/coerce.h"
#include "expr/column_numbers.h"
#include "expr/compare.h"
#include "expr/short_text.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

Op mirrored(Op op) {
    switch (op) {
    case Op::less: return Op::greater;
    case Op::less_equal: return Op::greater_equal;
    case Op::greater: return Op::less;
    case Op::greater_equal: return Op::less_equal;
    default: return op;
    }
}

/// Appends those rows that pass a test, without a branch that could be missed.
class Passing {
public:
    Passing(std::span<const uint32_t> rows, std::vector<uint32_t>& kept) : rows_(rows), kept_(kept) {
        const size_t had = kept.size();
        kept.resize(had + rows.size());
        to_ = kept.data() + had;
    }
    ~Passing() { kept_.resize(static_cast<size_t>(to_ - kept_.data())); }
    Passing(const Passing&) = delete;
    Passing& operator=(const Passing&) = delete;

    /// For one row after another.
    void tell(size_t i, bool passes) {
        *to_ = rows_[i];
        to_ += passes;
    }

private:
    std::span<const uint32_t> rows_;
    std::vector<uint32_t>& kept_;
    uint32_t* to_;
};

} // namespace

void Evaluation::filter(Rows rows, std::vector<uint32_t>& kept) {
    for (size_t from = 0; from < rows.size(); from += chunk)
        keep_true(root_, rows.subspan(from, std::min(chunk, rows.size() - from)), kept);
}

/// A column looked up among constants, without making values.
bool Evaluation::keep_chosen(const Node& node, Rows rows, std::vector<uint32_t>& kept) {
    const Node& column = *node.args[0];
    const auto* choices = static_cast<const Choices*>(node.prepared.get());
    if (!choices || column.op != Op::column || column.column < 0) return false;
    const auto at = static_cast<size_t>(column.column);
    if (!batch_ || is_set(at)) return false;
    const bool wanted = node.op == Op::in;
    Passing passing(rows, kept);
    if (choices->are_numbers())
        each_number(
            *batch_, at, rows,
            [&](size_t i, const Number& number) { passing.tell(i, choices->has(number) == wanted); },
            [&](size_t i, const Cell& cell) {
                const auto number = this->number(column, value_of(cell, arena_, scratch_), rows[i]);
                passing.tell(i, number && choices->has(*number) == wanted);
            });
    else
        batch_->each_cell(rows, at, [&](size_t i, const Cell& cell) {
            const bool plain = cell.form == Form::plain;
            passing.tell(i, (plain ? choices->has_cell(cell.raw()) : choices->has(text_of(cell, scratch_))) ==
                                wanted);
        });
    return true;
}

/// A column compared with a constant, without making values.
bool Evaluation::keep_compared(const Node& node, Rows rows, std::vector<uint32_t>& kept) {
    const bool swapped = node.args[0]->op == Op::literal;
    const Node& column = *node.args[swapped ? 1 : 0];
    const Node& constant = *node.args[swapped ? 0 : 1];
    if (column.op != Op::column || column.column < 0 || constant.op != Op::literal) return false;
    const Op op = swapped ? mirrored(node.op) : node.op;
    const auto at = static_cast<size_t>(column.column);
    if (!batch_ || is_set(at)) return false;
    if (constant.literal.is(Type::number) && !constant.literal.number().is_real())
        return keep_by_number(op, column, constant.literal.number(), rows, kept), true;
    if (constant.literal.is(Type::text))
        return keep_by_text(op, at, constant.literal.text(), rows, kept), true;
    return false;
}

void Evaluation::keep_by_number(Op op, const Node& column, const Number& limit, Rows rows,
                                std::vector<uint32_t>& kept) {
    Passing passing(rows, kept);
    each_number(
        *batch_, static_cast<size_t>(column.column), rows,
        [&](size_t i, const Number& number)
            __attribute__((always_inline)) { passing.tell(i, holds(op, compare(number, limit))); },
        [&](size_t i, const Cell& cell) {
            const auto number = this->number(column, value_of(cell, arena_, scratch_), rows[i]);
            passing.tell(i, number && !number->is_nan() && holds(op, compare(*number, limit)));
        });
}

void Evaluation::keep_by_text(Op op, size_t column, std::string_view wanted, Rows rows,
                              std::vector<uint32_t>& kept) {
    Passing passing(rows, kept);
    const auto text = [&](const Cell& cell) {
        return cell.form == Form::plain ? cell.raw() : text_of(cell, scratch_);
    };
    const auto test = [&](auto passes) {
        batch_->each_cell(rows, column, [&](size_t i, const Cell& cell) { passing.tell(i, passes(cell)); });
    };
    const bool equal = op == Op::equal;
    if (!equal && op != Op::unequal)
        return test([&](const Cell& cell) { return holds(op, text(cell).compare(wanted)); });
    if (wanted.size() > ShortText::most)
        return test([&](const Cell& cell) { return (text(cell) == wanted) == equal; });
    const ShortText bytes(wanted);
    test([&](const Cell& cell) {
        return (cell.form == Form::plain ? bytes.is(cell.raw()) : text(cell) == wanted) == equal;
    });
}

void Evaluation::keep_true(const Node& node, Rows rows, std::vector<uint32_t>& kept) {
    if (rows.empty()) return;
    if (node.op == Op::both) {
        std::vector<uint32_t> left;
        keep_true(*node.args[0], rows, left);
        return keep_true(*node.args[1], left, kept);
    }
    if (node.op == Op::either) {
        std::vector<uint32_t> left, rest, right;
        keep_true(*node.args[0], rows, left);
        std::ranges::set_difference(rows, left, std::back_inserter(rest));
        keep_true(*node.args[1], rest, right);
        std::ranges::merge(left, right, std::back_inserter(kept));
        return;
    }
    if (node.op >= Op::equal && node.op <= Op::greater_equal && keep_compared(node, rows, kept)) return;
    if ((node.op == Op::in || node.op == Op::not_in) && keep_chosen(node, rows, kept)) return;
    const Value* truths = values(node, rows);
    for (size_t i = 0; i < rows.size(); ++i)
        if (as_boolean(truths[i]).value_or(false)) kept.push_back(rows[i]);
}

} // namespace rowkit::expr
