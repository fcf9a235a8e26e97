// Computing an expression for a batch of records.
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "codec/batch.h"
#include "expr/program.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace rowkit::expr {

/// Texts in a number's place, of one column: one for each record, however often it is looked at.
struct OddValues {
    uint64_t count = 0;
    uint32_t first_record = 0; // in the batch
    std::string first_text;
    std::vector<bool> seen; // by record

    void add(uint32_t record, std::string_view text);
    void add(const OddValues& others);
};
/// By column of the program's header; -1: a text that was computed.
using OddColumns = std::map<int32_t, OddValues>;

/// Where a batch stands, for row_number() and the like.
struct BatchPlace {
    uint64_t row = 0;      // of its first record, from 1; 0: not known
    uint64_t line = 0;     // of the first byte of its block, from 1; 0: not known
    std::string_view file; // empty: standard input
    std::string_view block; // the text that the batch is a part of
};

/// What computing one batch needs; not thread-safe. Values and texts it gives are valid until the next
/// clear().
class Evaluation {
public:
    /// Records that are computed together: their values stay in the cache.
    static constexpr size_t chunk = 512;
    using Rows = std::span<const uint32_t>;

    explicit Evaluation(const Program& program) : Evaluation(program.root(), program.slots()) {}
    /// Of a bound tree; slots: more than any of its nodes' slots.
    Evaluation(const Node& root, uint32_t slots);

    /// Looks at another batch.
    /// `set`, where it has an entry for a column, gives the cells of that column in place of the batch's, by
    /// record; columns may come after the batch's own.
    void start(const Batch& batch, const BatchPlace& place, std::span<const Cell* const> set = {});

    /// Computes from values in place of a batch: columns[c][r] is the value of column c for record r.
    void start(std::span<const Value* const> columns);

    /// out[i] is the value for record rows[i]; any number of rows. `items`, where given, are the values of
    /// `_`.
    void evaluate(Rows rows, Value* out, const Value* items = nullptr);

    /// Appends those of `rows` for which the program's condition is true to `kept`. Any number of rows.
    void filter(Rows rows, std::vector<uint32_t>& kept);

    Arena& arena() { return arena_; }
    Buffer& scratch() { return scratch_; }

    /// By column: what stood where a number should, in the batch.
    const OddColumns& odd_values() const { return odd_; }

private:
    void eval(const Node& node, Rows rows, Value* out);
    void eval_column(const Node& node, Rows rows, Value* out);
    void eval_arithmetic(const Node& node, Rows rows, Value* out);
    void eval_with_times(const Node& node, Rows rows, Value* out);
    void eval_concat(const Node& node, Rows rows, Value* out);
    void eval_comparison(const Node& node, Rows rows, Value* out);
    void eval_in(const Node& node, Rows rows, Value* out);
    void eval_logic(const Node& node, Rows rows, Value* out);
    void eval_choice(const Node& node, Rows rows, Value* out);
    void eval_call(const Node& node, Rows rows, Value* out);
    void eval_list(const Node& node, Rows rows, Value* out);
    void eval_path(const Node& node, Rows rows, Value* out);
    void eval_item_call(const Node& node, Rows rows, Value* out);

    /// The slot of an argument, for its values.
    Value* room(const Node& node, Rows rows);
    /// Values of an argument: its own slot, filled.
    Value* values(const Node& node, Rows rows);
    Value* numbers(const Node& node, Rows rows);
    std::optional<Number> number(const Node& node, const Value& value, uint32_t record);
    std::optional<bool> compared(Op op, const Node& left, const Value& a, const Node& right, const Value& b,
                                 uint32_t row);
    void keep_true(const Node& node, Rows rows, std::vector<uint32_t>& kept);
    bool keep_compared(const Node& node, Rows rows, std::vector<uint32_t>& kept);
    bool keep_chosen(const Node& node, Rows rows, std::vector<uint32_t>& kept);
    void keep_by_number(Op op, const Node& column, const Number& limit, Rows rows,
                        std::vector<uint32_t>& kept);
    void keep_by_text(Op op, size_t column, std::string_view wanted, Rows rows, std::vector<uint32_t>& kept);
    RecordPlace place_of(uint32_t row);
    void note_odd(const Node& node, std::string_view text, uint32_t record);

    const Node& root_;
    Cell cell(uint32_t row, size_t column) const {
        if (is_set(column)) return set_[column][row];
        return batch_->cell(row, column);
    }
    bool is_set(size_t column) const { return column < set_.size() && set_[column]; }

    const Batch* batch_ = nullptr;
    std::span<const Cell* const> set_;
    std::span<const Value* const> given_; // without a batch
    BatchPlace place_;
    uint32_t line_at_ = 0; // up to this offset of the block,
    uint64_t line_ = 0;    // the lines have been counted
    std::vector<std::vector<Value>> slots_;
    const Value* items_ = nullptr; // of `_`, for the rows being computed
    Rows item_rows_;
    Arena arena_;
    Buffer scratch_;
    OddColumns odd_;
};

/// The value of a bound tree without columns; texts are in `arena`.
Value evaluate_constant(const Node& node, uint32_t slots, Arena& arena);

} // namespace rowkit::expr
