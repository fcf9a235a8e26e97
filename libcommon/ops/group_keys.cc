// The keys of a batch's records.
#include "ops/group_keys.h"

#include "base/copy.h"
#include "data/number_parse.h"
#include "data/number_text.h"
#include "expr/coerce.h"
#include "ops/kept_value.h"
#include "ops/time_key.h"

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

/// How the times among a key's parts were written, in the bits above the parts' forms: from the top down,
/// part by part. One that finds no room prints as UTC.
class TimeShapes {
public:
    TimeShapes(uint64_t& forms, size_t parts)
        : forms_(forms), least_(4 * static_cast<unsigned>(std::min(parts, parts_with_form))) {}

    void put(const Time& time) {
        if (!has(short_shape_bits)) return;
        const uint32_t shape = time_shape(time);
        if (!is_long_shape(shape))
            put_bits(shape, short_shape_bits);
        else if (has(time_shape_bits))
            put_long(shape);
        else
            put_bits(0, short_shape_bits);
    }
    Time take(Time time) {
        if (!has(short_shape_bits)) return time;
        uint32_t shape = take_bits(short_shape_bits);
        if (shape == 0) return time;
        if (is_long_shape(shape)) shape |= take_bits(time_shape_bits - short_shape_bits) << short_shape_bits;
        return with_shape(time, shape);
    }

private:
    bool has(unsigned bits) {
        if (at_ >= least_ + bits) return true;
        if (bits == short_shape_bits) at_ = least_; // nor for any other
        return false;
    }
    void put_bits(uint32_t value, unsigned bits) {
        at_ -= bits;
        forms_ |= uint64_t{value} << at_;
    }
    void put_long(uint32_t shape) {
        put_bits(shape & ((1U << short_shape_bits) - 1), short_shape_bits);
        put_bits(shape >> short_shape_bits, time_shape_bits - short_shape_bits);
    }
    uint32_t take_bits(unsigned bits) {
        at_ -= bits;
        return static_cast<uint32_t>(forms_ >> at_) & ((1U << bits) - 1);
    }

    uint64_t& forms_;
    unsigned least_, at_ = 64;
};

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
    node->name = header.name(place);
    return {node->name, expr::Formula(node->name, node), place};
}

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
    // Not at once: the bytes were just stored in other pieces than a hash loads them in, and would be waited for.
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

bool has_null(const KeyBytes& key, size_t parts) {
    static_assert(static_cast<int>(Form::null) == 0);
    for (size_t part = 0; part < std::min(parts, parts_with_form); ++part)
        if ((key.forms >> (4 * part) & 0xF) == 0) return true;
    return false;
}

namespace {

/// A part as it stands in the key.
struct StoredPart {
    std::string_view text;
    Form form;
    Time time; // where the form says so
};

StoredPart find_part(const KeyBytes& key, size_t part, size_t parts) {
    std::string_view rest = key.text();
    for (size_t k = 0; k < part; ++k) take_part(rest, false);
    StoredPart found{take_part(rest, part + 1 == parts), Form::null, {}};
    found.form = form_of(key.forms, part, found.text.empty());
    if (found.form != time_form) return found;
    uint64_t forms = key.forms;
    TimeShapes shapes(forms, parts);
    for (size_t k = 0; k < part; ++k)
        if (form_of(forms, k, false) == time_form) shapes.take(Time());
    found.time = shapes.take(read_time_key(found.text));
    return found;
}

} // namespace

Cell key_cell(const KeyBytes& key, size_t part, size_t parts, Buffer& scratch) {
    auto [text, form, time] = find_part(key, part, parts);
    if (form == time_form) {
        form = Form::text;
        scratch.clear();
        append_time(time, scratch);
        text = scratch.view();
    } else if (form == reprinted) {
        form = Form::json_number;
        if (const auto number = parse_number(text)) {
            scratch.clear();
            append_number(Number(number->to_double()), scratch);
            text = scratch.view();
        }
    }
    return {text.data(), static_cast<uint32_t>(text.size()), form, '"'};
}

std::optional<Time> key_time(const KeyBytes& key, size_t part, size_t parts) {
    const StoredPart found = find_part(key, part, parts);
    if (found.form != time_form) return std::nullopt;
    return found.time;
}

expr::Value key_value(const KeyBytes& key, size_t part, size_t parts, Arena& arena) {
    if (const auto time = key_time(key, part, parts)) return expr::Value::of(*time);
    Buffer scratch;
    Cell cell = key_cell(key, part, parts, scratch);
    if (cell.data == scratch.data()) cell.data = arena.copy(cell.raw()).data();
    return expr::value_of(cell, arena, scratch);
}

KeyBytes key_of_cells(std::span<const KeyPart> parts, std::span<const Cell> cells, Buffer& out,
                      Buffer& scratch) {
    out.clear();
    uint64_t forms = 0;
    TimeShapes shapes(forms, cells.size());
    Buffer time_key;
    for (size_t k = 0; k < cells.size(); ++k) {
        std::string_view text = text_of(cells[k], scratch);
        Form form = written_form(cells[k].form);
        const bool is_computed = parts[k].type == expr::Type::time && k < parts_with_form;
        if (const auto time = is_computed ? parse_time(text) : std::nullopt) {
            time_key.clear();
            append_time_key(*time, time_key);
            text = time_key.view();
            form = time_form;
            shapes.put(*time);
        }
        if (k + 1 < cells.size()) {
            char* const to = out.room(most_of_size);
            out.advance(static_cast<size_t>(put_size(to, static_cast<uint32_t>(text.size())) - to));
        }
        out.append(text);
        forms |= form_bits(form, k);
    }
    return {out.data(), static_cast<uint32_t>(out.size()), seeded_hash(out.view()), forms};
}

} // namespace rowkit::ops
