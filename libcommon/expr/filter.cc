// Keeping the records for which a condition holds: the selection narrows from condition to condition.
#include "expr/evaluate.h"

#include "expr/coerce.h"
#include "expr/column_numbers.h"
#include "expr/compare.h"

#include <algorithm>
#include <cstring>

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

/// Up to 16 bytes, with which those of a cell are compared at once: a loop or a call that ends where they differ would
/// be foreseen badly.
class ShortText {
public:
    static constexpr size_t most = 16;

    explicit ShortText(std::string_view text) : size_(text.size()) {
        std::memcpy(words_, text.data(), text.size());
        std::memset(mask_, 0xFF, text.size());
    }
    /// For the bytes of a batch's cell: others follow that can be read.
    bool is(std::string_view text) const {
        uint64_t words[2];
        std::memcpy(words, text.data(), sizeof words);
        const uint64_t differs = ((words[0] ^ words_[0]) & mask_[0]) | ((words[1] ^ words_[1]) & mask_[1]);
        return (differs | (text.size() ^ size_)) == 0;
    }

private:
    size_t size_;
    uint64_t words_[2] = {}, mask_[2] = {};
};

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
    if (constant.literal.is(Type::number) && !constant.literal.number().is_real())
        return keep_by_number(op, column, constant.literal.number(), rows, kept), true;
    if (constant.literal.is(Type::text)) return keep_by_text(op, at, constant.literal.text(), rows, kept), true;
    return false;
}

void Evaluation::keep_by_number(Op op, const Node& column, const Number& limit, Rows rows, std::vector<uint32_t>& kept) {
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

void Evaluation::keep_by_text(Op op, size_t column, std::string_view wanted, Rows rows, std::vector<uint32_t>& kept) {
    Passing passing(rows, kept);
    const auto text = [&](const Cell& cell) { return cell.form == Form::plain ? cell.raw() : text_of(cell, scratch_); };
    const auto test = [&](auto passes) {
        batch_->each_cell(rows, column, [&](size_t i, const Cell& cell) { passing.tell(i, passes(cell)); });
    };
    const bool equal = op == Op::equal;
    if (!equal && op != Op::unequal)
        return test([&](const Cell& cell) { return holds(op, text(cell).compare(wanted)); });
    if (wanted.size() > ShortText::most) return test([&](const Cell& cell) { return (text(cell) == wanted) == equal; });
    const ShortText bytes(wanted);
    test([&](const Cell& cell) { return (cell.form == Form::plain ? bytes.is(cell.raw()) : text(cell) == wanted) == equal; });
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
