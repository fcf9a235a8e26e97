// The keys of a batch's records.
#include "ops/group_keys.h"

#include "base/copy.h"
#include "data/number_text.h"
#include "expr/coerce.h"
#include "ops/kept_value.h"
#include "ops/key_layout.h"

namespace rowkit::ops {
namespace {

constexpr size_t together = 64; // keys, whose texts are found part by part

} // namespace

GroupKeys::GroupKeys(std::span<const KeyPart> parts, const Header& header, const expr::BindOptions& options) {
    for (const KeyPart& each : parts) {
        Part& part = parts_.emplace_back();
        part.keeps_form = parts_.size() <= parts_with_form;
        part.reads_times = each.type == expr::Type::time;
        part.formula = each.formula;
        part.formula.bind(header, options);
        const expr::Node& root = part.formula.program().root();
        if (root.op == expr::Op::column && root.column >= 0 && !part.reads_times) {
            const bool placed =
                each.place && *each.place < header.cells() && header.name(*each.place) == each.name;
            part.column = placed ? static_cast<int32_t>(*each.place) : root.column;
            continue;
        }
        part.evaluation = std::make_unique<expr::Evaluation>(part.formula.program());
    }
}

void GroupKeys::start(const Batch& batch, const expr::BatchPlace& place) {
    batch_ = &batch;
    for (Part& part : parts_)
        if (part.evaluation) part.evaluation->start(batch, place);
}

/// Calls use(i, text) with what a part is in each of the rows, of which the first is the `first` of those
/// being made.
template <class Use>
inline void GroupKeys::each_text(Part& part, std::span<const uint32_t> rows, size_t first, Use use) {
    if (part.evaluation) {
        for (size_t i = 0; i < rows.size(); ++i) use(i, computed_text(part, first + i));
        return;
    }
    batch_->each_cell(
        rows,
        static_cast<size_t>(part.column), [&](size_t i, const Cell& cell) __attribute__((always_inline)) {
            use(i, cell.form == Form::plain ? Text{cell.raw(), Form::plain, true} : decoded_text(cell));
        });
}

GroupKeys::Text GroupKeys::decoded_text(const Cell& cell) {
    std::string_view text = text_of(cell, scratch_);
    if (text.data() == scratch_.data()) text = arena_.copy(text);
    return {text, written_form(cell.form)};
}

GroupKeys::Text GroupKeys::computed_text(Part& part, size_t i) {
    const expr::Value& value = part.values[i];
    if (value.is(expr::Type::number)) {
        number_.clear();
        append_number_key(value.number(), number_);
        const bool plain = !value.number().is_real() && number_.view().find('e') == std::string_view::npos;
        return {arena_.copy(number_.view()), !value.number().is_finite() ? Form::text
                                             : plain                     ? Form::json_number
                                                                         : reprinted};
    }
    if (part.is_time(i)) {
        has_times_ = true;
        number_.clear();
        append_time_key(value.time(), number_);
        return {arena_.copy(number_.view()), time_form};
    }
    const Cell cell = expr::cell_of(value, arena_, scratch_);
    return {cell.raw(), written_form(cell.form)};
}

/// Of the keys just made.
void GroupKeys::keep_time_shapes(std::span<KeyBytes> keys) {
    for (size_t i = 0; i < keys.size(); ++i) {
        TimeShapes shapes(keys[i].forms, parts_.size());
        for (const Part& part : parts_)
            if (part.is_time(i)) shapes.put(part.values[i].time());
    }
}

void GroupKeys::make(std::span<const uint32_t> rows, KeyBytes* keys) {
    arena_.clear();
    has_times_ = false;
    for (Part& part : parts_) {
        if (!part.evaluation) continue;
        if (part.values.size() < rows.size()) part.values.resize(rows.size());
        part.evaluation->evaluate(rows, part.values.data());
        if (!part.reads_times) continue;
        for (size_t i = 0; i < rows.size(); ++i)
            if (const auto time = expr::as_time(part.values[i])) part.values[i] = expr::Value::of(*time);
    }
    if (parts_.size() == 1)
        each_text(parts_[0], rows, 0, [&](size_t i, const Text& text) __attribute__((always_inline)) {
            keys[i] = {text.text.data(), static_cast<uint32_t>(text.text.size()), seeded_hash(text.text),
                       form_bits(text.form, 0)};
        });
    else
        for (size_t from = 0; from < rows.size(); from += together)
            join_parts(rows.subspan(from, std::min(together, rows.size() - from)), from, keys + from);
    if (has_times_) keep_time_shapes({keys, rows.size()});
}

/// Keys of several parts, up to `together` of them; the first one is the `first` of those being made.
void GroupKeys::join_parts(std::span<const uint32_t> rows, size_t first, KeyBytes* keys) {
    texts_.resize(parts_.size() * together);
    for (size_t k = 0; k < parts_.size(); ++k)
        each_text(parts_[k], rows, first, [&](size_t i, const Text& text)
                      __attribute__((always_inline)) { texts_[k * together + i] = text; });
    for (size_t i = 0; i < rows.size(); ++i) {
        uint64_t forms = 0;
        size_t room = 0;
        for (size_t k = 0; k < parts_.size(); ++k) {
            const Text& text = texts_[k * together + i];
            forms |= form_bits(text.form, k);
            room += most_of_size + text.text.size();
        }
        char* const start = arena_.room(room);
        char* to = start;
        for (size_t k = 0; k < parts_.size(); ++k) {
            const Text& part = texts_[k * together + i];
            const std::string_view text = part.text;
            if (k + 1 < parts_.size()) to = put_size(to, static_cast<uint32_t>(text.size()));
            if (text.empty()) continue;
            // A block has readable bytes behind each cell, as the arena has.
            if (part.in_block) to = copy_short(to, text.data(), text.size());
            else to = static_cast<char*>(std::memcpy(to, text.data(), text.size())) + text.size();
        }
        keys[i] = {start, static_cast<uint32_t>(to - start), 0, forms};
    }
    // Not at once: the bytes were just stored in other pieces than a hash loads them in, and would be waited
    // for.
    for (size_t i = 0; i < rows.size(); ++i) keys[i].hash = seeded_hash(keys[i].text());
}

void GroupKeys::add_odd(expr::OddColumns& odd) const {
    for (const Part& part : parts_)
        if (part.evaluation)
            for (const auto& [column, values] : part.evaluation->odd_values()) odd[column].add(values);
}

void GroupKeys::report(const Batch& batch, Writer& out) const {
    expr::OddColumns odd;
    add_odd(odd);
    if (!odd.empty()) expr::report_odd_values(odd, batch.header().names(), batch, out);
}

} // namespace rowkit::ops
