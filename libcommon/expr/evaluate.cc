// Computing an expression for a batch of records: columns, lists, paths, and the way to all else.
#include "expr/evaluate.h"

#include "codec/json_text.h"
#include "codec/scan.h"
#include "expr/coerce.h"
#include "expr/json_value.h"

#include <algorithm>

namespace rowkit::expr {

Evaluation::Evaluation(const Node& root, uint32_t slots) : root_(root), slots_(slots) {}

void Evaluation::start(const Batch& batch, const BatchPlace& place, std::span<const Cell* const> set) {
    batch_ = &batch;
    set_ = set;
    place_ = place;
    line_at_ = 0;
    line_ = place.line;
    arena_.clear();
    odd_.clear();
}

void Evaluation::start(std::span<const Value* const> columns) {
    batch_ = nullptr;
    given_ = columns;
    place_ = {};
    arena_.clear();
    odd_.clear();
}

void Evaluation::evaluate(Rows rows, Value* out, const Value* items) {
    for (size_t from = 0; from < rows.size(); from += chunk) {
        item_rows_ = rows.subspan(from, std::min(chunk, rows.size() - from));
        items_ = items ? items + from : nullptr;
        eval(root_, item_rows_, out + from);
    }
}

Value* Evaluation::room(const Node& node, Rows rows) {
    std::vector<Value>& slot = slots_[node.slot];
    if (slot.size() < rows.size())
        slot.resize(std::max(rows.size(), std::min(chunk, batch_ ? batch_->size() : 1)));
    return slot.data();
}

Value* Evaluation::values(const Node& node, Rows rows) {
    Value* const out = room(node, rows);
    eval(node, rows, out);
    return out;
}

void Evaluation::eval(const Node& node, Rows rows, Value* out) {
    switch (node.op) {
    case Op::literal: std::fill_n(out, rows.size(), node.literal); return;
    case Op::column: return eval_column(node, rows, out);
    case Op::item: {
        // Rows may have been left out since the items were given.
        size_t at = 0;
        for (size_t i = 0; i < rows.size(); ++i) {
            while (at < item_rows_.size() && item_rows_[at] != rows[i]) ++at;
            out[i] = items_[at];
        }
        return;
    }
    case Op::list: return eval_list(node, rows, out);
    case Op::path: return eval_path(node, rows, out);
    case Op::call:
        if (node.function->params.ends_with('_')) return eval_item_call(node, rows, out);
        return eval_call(node, rows, out);
    case Op::matches:
    case Op::matches_not:
        eval_call(node, rows, out);
        if (node.op == Op::matches_not)
            for (size_t i = 0; i < rows.size(); ++i)
                if (out[i].is(Type::boolean)) out[i] = Value::of(!out[i].boolean());
        return;
    case Op::conditional:
    case Op::coalesce: return eval_choice(node, rows, out);
    case Op::either:
    case Op::both:
    case Op::negation:
    case Op::is_null:
    case Op::is_not_null:
    case Op::is_empty:
    case Op::is_not_empty: return eval_logic(node, rows, out);
    case Op::equal:
    case Op::unequal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return eval_comparison(node, rows, out);
    case Op::in:
    case Op::not_in: return eval_in(node, rows, out);
    case Op::concat: return eval_concat(node, rows, out);
    default: return eval_arithmetic(node, rows, out);
    }
}

void Evaluation::eval_column(const Node& node, Rows rows, Value* out) {
    if (node.column < 0) {
        std::fill_n(out, rows.size(), Value());
        return;
    }
    const auto column = static_cast<size_t>(node.column);
    if (!batch_) {
        for (size_t i = 0; i < rows.size(); ++i) out[i] = given_[column][rows[i]];
        return;
    }
    for (size_t i = 0; i < rows.size(); ++i) out[i] = value_of(cell(rows[i], column), arena_, scratch_);
}

void Evaluation::eval_list(const Node& node, Rows rows, Value* out) {
    std::vector<Value*> items;
    for (const NodePtr& arg : node.args) items.push_back(values(*arg, rows));
    Buffer text;
    for (size_t i = 0; i < rows.size(); ++i) {
        text.clear();
        text.push_back('[');
        for (size_t k = 0; k < items.size(); ++k) {
            if (k) text.push_back(',');
            append_json(items[k][i], text, arena_, scratch_);
        }
        text.push_back(']');
        out[i] = Value::list(arena_.copy(text.view()));
    }
}

void Evaluation::eval_path(const Node& node, Rows rows, Value* out) {
    const Value* bases = values(*node.args[0], rows);
    for (size_t i = 0; i < rows.size(); ++i)
        out[i] = bases[i].is_texty() ? find_in_json(bases[i].text(), node.text, arena_, scratch_) : Value();
}

/// Rows are asked for in ascending order, more or less.
RecordPlace Evaluation::place_of(uint32_t row) {
    if (!batch_) return {};
    RecordPlace place{place_.row ? place_.row + row : 0, place_.line, place_.file};
    const Layout& layout = batch_->layout();
    if (!place_.line || !layout.begin || place_.block.empty()) return place;
    const uint32_t at = layout.begin[row];
    if (at < line_at_) line_at_ = 0, line_ = place_.line;
    line_ += count_lines(place_.block.substr(line_at_, at - line_at_));
    line_at_ = at;
    place.line = line_;
    return place;
}

void OddValues::add(uint32_t record, std::string_view text) {
    if (seen.size() <= record) seen.resize(record + 1);
    if (seen[record]) return;
    seen[record] = true;
    if (count++ && first_record <= record) return;
    first_record = record;
    first_text = std::string(text.substr(0, 64));
}

void OddValues::add(const OddValues& others) {
    add(others.first_record, others.first_text);
    if (seen.size() < others.seen.size()) seen.resize(others.seen.size());
    for (size_t i = 0; i < others.seen.size(); ++i) {
        count += others.seen[i] && !seen[i];
        seen[i] = seen[i] || others.seen[i];
    }
}

void Evaluation::note_odd(const Node& node, std::string_view text, uint32_t record) {
    // What a computed text was made of is not known; a cell is shown with its column.
    odd_[node.op == Op::column ? node.column : -1].add(record, text);
}

std::optional<Number> Evaluation::number(const Node& node, const Value& value, uint32_t record) {
    bool odd = false;
    auto number = as_number(value, odd);
    if (odd) note_odd(node, value.text(), record);
    return number;
}

} // namespace rowkit::expr
