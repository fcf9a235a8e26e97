// Keeping the records for which a condition holds: the selection narrows from condition to condition.
#include "expr/evaluate.h"

#include "expr/coerce.h"
#include "expr/compare.h"

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

/// Keeps rows by a test of their cells in one column, without a branch that could be missed.
template <class Test>
void keep(const Batch& batch, size_t column, std::span<const uint32_t> rows, std::vector<uint32_t>& kept, Test test) {
    const size_t had = kept.size();
    kept.resize(had + rows.size());
    uint32_t* to = kept.data() + had;
    batch.each_cell(rows, column, [&](size_t i, const Cell& cell) {
        *to = rows[i];
        to += test(cell, rows[i]);
    });
    kept.resize(static_cast<size_t>(to - kept.data()));
}

} // namespace

void Evaluation::filter(Rows rows, std::vector<uint32_t>& kept) {
    for (size_t from = 0; from < rows.size(); from += chunk)
        keep_true(root_, rows.subspan(from, std::min(chunk, rows.size() - from)), kept);
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
    if (constant.literal.is(Type::number)) {
        const Number limit = constant.literal.number();
        if (limit.is_real()) return false;
        keep(*batch_, at, rows, kept, [&](const Cell& cell, uint32_t row) {
            Number read;
            if (read_plain_number(cell, read)) return holds(op, compare(read, limit));
            const auto number = this->number(column, value_of(cell, arena_, scratch_), row);
            return number && !number->is_nan() && holds(op, compare(*number, limit));
        });
        return true;
    }
    if (!constant.literal.is(Type::text)) return false;
    const std::string_view wanted = constant.literal.text();
    const auto text = [&](const Cell& cell) { return cell.form == Form::plain ? cell.raw() : text_of(cell, scratch_); };
    if (op == Op::equal || op == Op::unequal)
        keep(*batch_, at, rows, kept, [&](const Cell& cell, uint32_t) { return (text(cell) == wanted) == (op == Op::equal); });
    else
        keep(*batch_, at, rows, kept, [&](const Cell& cell, uint32_t) { return holds(op, text(cell).compare(wanted)); });
    return true;
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
    const Value* truths = values(node, rows);
    for (size_t i = 0; i < rows.size(); ++i)
        if (as_boolean(truths[i]).value_or(false)) kept.push_back(rows[i]);
}

} // namespace rowkit::expr
