// The keys of a batch's records.
#include "ops/group_keys.h"

#include "base/copy.h"
#include "data/number_parse.h"
#include "data/number_text.h"
#include "expr/coerce.h"

#include <utility>

namespace rowkit::ops {
namespace {

/// In the place of a form: a computed double, whose text in the key is not the one it prints.
constexpr auto reprinted = static_cast<Form>(15);
constexpr size_t together = 64; // keys, whose texts are found part by part
constexpr size_t parts_with_form = 16; // each has four bits; parts after these are plain text

/// The form in which a key's cell is written again: what its text was undone from does not matter.
Form written_form(Form form) {
    switch (form) {
    case Form::missing: return Form::null;
    case Form::quoted:
    case Form::escaped: return Form::plain;
    case Form::json_string: return Form::text;
    default: return form;
    }
}

uint64_t form_bits(Form form, size_t part) {
    return part < parts_with_form ? static_cast<uint64_t>(form) << (4 * part) : 0;
}

Form form_of(uint64_t forms, size_t part, bool is_empty) {
    if (part >= parts_with_form) return is_empty ? Form::null : Form::plain;
    return static_cast<Form>(forms >> (4 * part) & 0xF);
}

constexpr uint32_t small_sizes = 255; // from here on a size has four bytes more

constexpr size_t most_of_size = 1 + sizeof(uint32_t);

/// Before each part but the last one.
inline char* put_size(char* to, uint32_t size) {
    if (size < small_sizes) [[likely]] {
        *to = static_cast<char>(size);
        return to + 1;
    }
    *to = static_cast<char>(small_sizes);
    std::memcpy(to + 1, &size, sizeof size);
    return to + 1 + sizeof size;
}

/// Takes a part from the front of a key.
std::string_view take_part(std::string_view& key, bool last) {
    if (last) return std::exchange(key, {});
    uint32_t size = static_cast<unsigned char>(key[0]);
    key.remove_prefix(1);
    if (size == small_sizes) {
        std::memcpy(&size, key.data(), sizeof size);
        key.remove_prefix(sizeof size);
    }
    const std::string_view part = key.substr(0, size);
    key.remove_prefix(size);
    return part;
}

} // namespace

KeyPart KeyPart::column(const Header& header, size_t place) {
    auto node = std::make_shared<expr::Node>();
    node->op = expr::Op::column;
    node->name = header.columns[place].name;
    return {node->name, expr::Formula(node->name, node), place};
}

GroupKeys::GroupKeys(std::span<const KeyPart> parts, const Header& header, const expr::BindOptions& options) {
    for (const KeyPart& each : parts) {
        Part& part = parts_.emplace_back();
        part.formula = each.formula;
        part.formula.bind(header, options);
        const expr::Node& root = part.formula.program().root();
        if (root.op == expr::Op::column && root.column >= 0) {
            const bool placed = each.place && *each.place < header.size() && header.columns[*each.place].name == each.name;
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

/// Calls use(i, text) with what a part is in each of the rows, of which the first is the `first` of those being made.
template <class Use>
inline void GroupKeys::each_text(Part& part, std::span<const uint32_t> rows, size_t first, Use use) {
    if (part.evaluation) {
        for (size_t i = 0; i < rows.size(); ++i) use(i, computed_text(part, first + i));
        return;
    }
    batch_->each_cell(rows, static_cast<size_t>(part.column), [&](size_t i, const Cell& cell) __attribute__((always_inline)) {
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
        const bool plain = number_.view().find('e') == std::string_view::npos;
        return {arena_.copy(number_.view()), !value.number().is_finite() ? Form::text : plain ? Form::json_number : reprinted};
    }
    const Cell cell = expr::cell_of(value, arena_, scratch_);
    return {cell.raw(), written_form(cell.form)};
}

void GroupKeys::make(std::span<const uint32_t> rows, KeyBytes* keys) {
    arena_.clear();
    for (Part& part : parts_) {
        if (!part.evaluation) continue;
        if (part.values.size() < rows.size()) part.values.resize(rows.size());
        part.evaluation->evaluate(rows, part.values.data());
    }
    if (parts_.size() == 1)
        each_text(parts_[0], rows, 0, [&](size_t i, const Text& text) __attribute__((always_inline)) {
            keys[i] = {text.text.data(), static_cast<uint32_t>(text.text.size()), seeded_hash(text.text),
                       form_bits(text.form, 0)};
        });
    else
        for (size_t from = 0; from < rows.size(); from += together)
            join_parts(rows.subspan(from, std::min(together, rows.size() - from)), from, keys + from);
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
    // Not at once: the bytes were just stored in other pieces than a hash loads them in, and would be waited for.
    for (size_t i = 0; i < rows.size(); ++i) keys[i].hash = seeded_hash(keys[i].text());
}

void GroupKeys::report(const Batch& batch, Writer& out) const {
    for (const Part& part : parts_)
        if (part.evaluation) expr::report_odd_values(*part.evaluation, part.formula.program(), batch, out);
}

bool has_null(const KeyBytes& key, size_t parts) {
    static_assert(static_cast<int>(Form::null) == 0);
    for (size_t part = 0; part < std::min(parts, parts_with_form); ++part)
        if ((key.forms >> (4 * part) & 0xF) == 0) return true;
    return false;
}

Cell key_cell(const KeyBytes& key, size_t part, size_t parts, Buffer& scratch) {
    std::string_view text = key.text();
    for (size_t k = 0; k < part; ++k) take_part(text, false);
    text = take_part(text, part + 1 == parts);
    Form form = form_of(key.forms, part, text.empty());
    if (form == reprinted) {
        form = Form::json_number;
        if (const auto number = parse_number(text)) {
            scratch.clear();
            append_number(Number(number->to_double()), scratch);
            text = scratch.view();
        }
    }
    return {text.data(), static_cast<uint32_t>(text.size()), form, '"'};
}

KeyBytes key_of_cells(std::span<const Cell> cells, Buffer& out, Buffer& scratch) {
    out.clear();
    uint64_t forms = 0;
    for (size_t k = 0; k < cells.size(); ++k) {
        const std::string_view text = text_of(cells[k], scratch);
        if (k + 1 < cells.size()) {
            char* const to = out.room(most_of_size);
            out.advance(static_cast<size_t>(put_size(to, static_cast<uint32_t>(text.size())) - to));
        }
        out.append(text);
        forms |= form_bits(written_form(cells[k].form), k);
    }
    return {out.data(), static_cast<uint32_t>(out.size()), seeded_hash(out.view()), forms};
}

} // namespace rowkit::ops
