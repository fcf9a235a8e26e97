// The records that rowfreq writes.
#include "ops/frequency_rows.h"

#include "expr/coerce.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr int share_places = 6;
constexpr uint64_t share_units = 1'000'000;

Cell text_cell(std::string_view text) {
    return {text.data(), static_cast<uint32_t>(text.size()), Form::text, '"'};
}

} // namespace

Cell FrequencyRows::number(uint64_t number) {
    return expr::cell_of(expr::Value::of(Number(static_cast<int64_t>(number))), arena_, scratch_);
}

Cell FrequencyRows::share(uint64_t count) {
    const uint64_t total = std::max<uint64_t>(layout_.total, 1);
    const auto units = static_cast<int64_t>((uint128{count} * share_units + total / 2) / total); // halves up
    return expr::cell_of(expr::Value::of(without_trailing_zeros(Number(units, share_places))), arena_,
                         scratch_);
}

void FrequencyRows::add_counts(const Frequency& frequency) {
    cells_[at_++].push_back(number(frequency.count));
    if (layout_.bounds) cells_[at_++].push_back(number(frequency.count + frequency.missed));
    cells_[at_++].push_back(share(frequency.count));
    cells_[at_++].push_back(share(frequency.before + frequency.count));
    at_ = 0;
}

void FrequencyRows::add(const KeyBytes& key, const Frequency& frequency) {
    if (layout_.column.data()) cells_[at_++].push_back(text_cell(layout_.column));
    for (size_t i = 0; i < layout_.keys; ++i)
        cells_[at_++].push_back(key_cell(key, i, layout_.keys, scratch_));
    add_counts(frequency);
}

void FrequencyRows::add_other(const Frequency& frequency) {
    if (layout_.column.data()) cells_[at_++].push_back(text_cell(layout_.column));
    cells_[at_++].push_back(text_cell("other"));
    for (size_t i = 1; i < layout_.keys; ++i) cells_[at_++].push_back({"", 0, Form::null, '"'});
    add_counts(frequency);
}

void FrequencyRows::write(Writer& out) {
    std::vector<OutColumn> columns;
    for (const auto& column : cells_) columns.push_back({.cells = column.data()});
    out.add(size(), columns);
    for (auto& column : cells_) column.clear();
    arena_.clear();
}

} // namespace rowkit::ops
