// The arguments of aggregates, computed for a batch of records.
#include "ops/arguments.h"

#include "expr/coerce.h"
#include "expr/column_numbers.h"

namespace rowkit::ops {

using expr::Evaluation;
using expr::Type;
using expr::Value;

Arguments::Arguments(std::span<const Argument> arguments, const Header& header,
                     const expr::BindOptions& options) {
    all_.reserve(arguments.size());
    for (const Argument& argument : arguments) {
        One& one = all_.emplace_back();
        one.reads = argument.reads;
        one.condition = argument.condition;
        one.formula = argument.formula;
        one.formula.bind(header, options);
        const expr::Node& root = one.formula.program().root();
        if (root.op == expr::Op::column && root.column >= 0 && one.reads != Reads::condition) {
            one.column = root.column;
        } else {
            one.has_numbers = one.reads != Reads::ordered || root.type != Type::text;
            one.evaluation = std::make_unique<Evaluation>(one.formula.program());
        }
    }
}

void Arguments::start(const Batch& batch, const expr::BatchPlace& place) {
    batch_ = &batch;
    for (One& one : all_) {
        one.odd = {};
        if (one.evaluation) one.evaluation->start(batch, place);
    }
}

void Arguments::read_numbers(One& one, std::span<const uint32_t> rows) {
    uint8_t* const kinds = one.values.kinds.data();
    Number* const numbers = one.values.numbers.data();
    auto take = [&](size_t i, const Value& value) {
        bool odd = value.is(Type::boolean) || value.is(Type::time);
        const auto number = one.has_numbers ? expr::as_number(value, odd) : std::nullopt;
        kinds[i] = number ? ArgumentValues::number : ArgumentValues::none;
        if (number) numbers[i] = *number;
        if (one.reads == Reads::number) {
            if (odd) one.odd.add(rows[i], expr::as_text(value, arena_, scratch_));
        } else if (!number && !value.is_null()) {
            kinds[i] = ArgumentValues::other;
            one.values.values[i] = value;
        }
    };
    if (one.evaluation) {
        one.evaluation->evaluate(rows, one.computed.data());
        for (size_t i = 0; i < rows.size(); ++i) take(i, one.computed[i]);
        return;
    }
    expr::each_number(
        *batch_, static_cast<size_t>(one.column), rows,
        [&](size_t i, const Number& number) __attribute__((always_inline)) {
            numbers[i] = number;
            kinds[i] = ArgumentValues::number;
        },
        [&](size_t i, const Cell& cell) {
            if (cell.is_null()) kinds[i] = ArgumentValues::none;
            else take(i, expr::value_of(cell, arena_, scratch_));
        });
}

/// Room for so many rows.
void Arguments::One::grow(size_t rows) {
    const auto at_least = [&](auto& list) {
        if (list.size() < rows) list.resize(rows);
    };
    if (evaluation && reads != Reads::value) at_least(computed);
    if (reads == Reads::number || reads == Reads::ordered) {
        at_least(values.kinds);
        at_least(values.numbers);
    }
    if (reads == Reads::value || reads == Reads::ordered) at_least(values.values);
}

/// What was computed of the first rows only is that of these ones, which rise.
void Arguments::One::spread(std::span<const uint32_t> places) {
    const auto move = [&](auto& list) {
        if (list.empty()) return;
        for (size_t i = places.size(); i-- > 0;) list[places[i]] = list[i];
    };
    move(values.kinds);
    move(values.numbers);
    move(values.values);
}

void Arguments::compute(One& one, std::span<const uint32_t> rows) {
    switch (one.reads) {
    case Reads::number:
    case Reads::ordered: read_numbers(one, rows); break;
    case Reads::value:
        if (one.evaluation) {
            one.evaluation->evaluate(rows, one.values.values.data());
            break;
        }
        for (size_t i = 0; i < rows.size(); ++i)
            one.values.values[i] =
                expr::value_of(batch_->cell(rows[i], static_cast<size_t>(one.column)), arena_, scratch_);
        break;
    case Reads::condition:
        one.values.rows.clear();
        one.evaluation->filter(rows, one.values.rows);
        for (uint32_t& row : one.values.rows) row -= rows[0];
        break;
    }
}

/// Conditions come before what they are for.
void Arguments::compute(std::span<const uint32_t> rows) {
    arena_.clear();
    for (One& one : all_) {
        one.grow(rows.size());
        if (!one.condition) {
            compute(one, rows);
            continue;
        }
        const std::vector<uint32_t>& places = all_[*one.condition].values.rows;
        chosen_.clear();
        for (const uint32_t place : places) chosen_.push_back(rows[place]);
        compute(one, chosen_);
        one.spread(places);
    }
}

void Arguments::add_odd(expr::OddColumns& odd) const {
    for (const One& one : all_) {
        if (one.evaluation)
            for (const auto& [column, values] : one.evaluation->odd_values()) odd[column].add(values);
        if (one.odd.count) odd[one.column].add(one.odd);
    }
}

} // namespace rowkit::ops
