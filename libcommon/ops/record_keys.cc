// The sort keys of a batch's records as bytes.
#include "ops/record_keys.h"

#include "base/error.h"
#include "expr/coerce.h"
#include "ops/number_key.h"
#include "ops/text_key.h"
#include "ops/time_key.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

using expr::Type;
using expr::Value;

// What a key begins with, beside numbers (see number_key.h): kinds keep their places in either direction.
// A null's key is as long as most numbers', so that it adds no bits in which keys differ.
constexpr std::string_view null_first("\0\0\0\0\0\0\0\0", 8),
    null_last("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8);
constexpr std::string_view text_mark("\xFF\xFA", 2);
constexpr char found_mark = 0x40,
               other_mark = 0x50; // of the orders for which some texts are right and others are not

/// Turns the order of what was appended since.
void turn(bool descending, size_t from, Buffer& bytes) {
    for (size_t i = from; descending && i < bytes.size(); ++i)
        bytes.data()[i] = static_cast<char>(~bytes.data()[i]);
}

void append_number(const Number& number, std::string_view text, bool descending, Buffer& out) {
    const size_t from = out.size();
    append_number_key(number, text, out);
    turn(descending && !number.is_nan(), from, out);
}

void append_standard_text(std::string_view text, bool descending, Buffer& out) {
    if (auto number = parse_number(text)) return append_number(*number, text, descending, out);
    out.append(text_mark);
    const size_t from = out.size();
    append_text_key(text, out);
    turn(descending, from, out);
}

/// True where the text is what the order is made for.
bool append_special(const SortKey& key, const Value& value, std::string_view text, Buffer& out) {
    out.push_back(found_mark);
    const size_t before = out.size();
    if (key.order == KeyOrder::time) {
        if (auto time = expr::as_time(value)) append_time_key(*time, out);
    } else if (key.order == KeyOrder::ip) {
        append_ip_key(text, out);
    } else if (auto level = key.levels.find(text); level != key.levels.end()) {
        append_number_bytes(level->second, 4, out);
    }
    if (out.size() > before) return true;
    out.resize(before - 1);
    return false;
}

void append_text_by(const SortKey& key, const Value& value, std::string_view text, Buffer& out) {
    const size_t from = out.size() + 1; // behind the mark
    switch (key.order) {
    case KeyOrder::standard:
        return append_standard_text(text, key.descending, out);
    case KeyOrder::time:
    case KeyOrder::ip:
    case KeyOrder::levels:
        if (append_special(key, value, text, out)) break;
        out.push_back(other_mark);
        append_text_key(text, out);
        break;
    default:
        out.push_back(found_mark);
        if (key.order == KeyOrder::nocase)
            append_nocase_key(text, out);
        else if (key.order == KeyOrder::natural)
            append_natural_key(text, out);
        else if (key.order == KeyOrder::version)
            append_version_key(text, out);
        else if (key.order == KeyOrder::length)
            append_length_key(text, out);
        else
            append_text_key(text, out);
    }
    turn(key.descending, from, out);
}

} // namespace

void append_key(const SortKey& key, const Value& value, Arena& arena, Buffer& scratch, Buffer& out) {
    if (value.is_null()) {
        out.append(key.nulls_first ? null_first : null_last);
        return out.push_back(static_cast<char>(key.descending ? ~plain_tail : plain_tail));
    }
    if (key.order == KeyOrder::standard && value.is(Type::number)) {
        append_number(value.number(), {}, key.descending, out);
    } else if (key.order == KeyOrder::standard && value.is(Type::time)) {
        out.append(time_mark);
        append_time_key(value.time(), out);
        turn(key.descending, out.size() - time_key_size, out);
    } else {
        append_text_by(key, value, expr::as_text(value, arena, scratch), out);
    }
}

uint32_t GroupNumbers::of(const Batch& batch, size_t record) {
    const std::string_view text = key_.of(batch, record);
    return table_.find_or_add({text.data(), static_cast<uint32_t>(text.size()), seeded_hash(text), 0}, 0);
}

void RecordKeys::append_group(const Batch& batch, uint32_t record, Buffer& bytes) {
    if (groups_) append_number_bytes(groups_->of(batch, record), 4, bytes);
}

const SortKeys& RecordKeys::keys_for(const Batch& batch) {
    if (&batch.header() == header_ || batch.header().same_names(*header_)) return *bound_;
    if (!has_other_ || !batch.header().same_names(other_header_)) {
        other_ = *bound_;
        other_header_ = batch.header();
        other_.bind(other_header_, {.optional = true});
        has_other_ = true;
    }
    return other_;
}

/// A plain cell needs no value to be made of it.
void RecordKeys::append_one(const SortKey& key, const Batch& batch, uint32_t record, const Value* value,
                            Buffer& bytes) {
    if (value) return append_key(key, *value, arena_, scratch_, bytes);
    const Cell cell = batch.cell(record, static_cast<size_t>(key.column));
    if ((cell.form == Form::plain || cell.form == Form::json_number) &&
        (key.order == KeyOrder::standard || key.order == KeyOrder::text)) {
        if (key.order == KeyOrder::standard) {
            append_standard_text(cell.raw(), key.descending, bytes);
        } else {
            bytes.push_back(found_mark);
            const size_t from = bytes.size();
            append_text_key(cell.raw(), bytes);
            turn(key.descending, from, bytes);
        }
        return;
    }
    append_key(key, expr::value_of(cell, arena_, scratch_), arena_, scratch_, bytes);
}

void RecordKeys::append_columns(const SortKeys& keys, const Batch& batch, Records records, Buffer& bytes,
                                std::vector<uint32_t>& ends) {
    for (size_t i = 0; i < records.size(); ++i) {
        append_group(batch, records[i], bytes);
        for (const SortKey& key : keys.keys()) append_one(key, batch, records[i], nullptr, bytes);
        ends.push_back(static_cast<uint32_t>(bytes.size()));
    }
}

void RecordKeys::append(const Batch& batch, Records records, Buffer& bytes, std::vector<uint32_t>& ends,
                        Writer* notes) {
    const SortKeys& keys = keys_for(batch);
    arena_.clear();
    if (groups_) groups_->key().start(batch);
    ends.reserve(ends.size() + records.size());
    if (std::ranges::all_of(keys.keys(), [](const SortKey& key) { return key.column >= 0; }))
        append_columns(keys, batch, records, bytes, ends);
    else
        append_computed(keys, batch, records, bytes, ends, notes);
    if (bytes.size() > UINT32_MAX) // the ends have not been used yet
        throw Error(Exit::io, {}, "the keys of the records read together take more than 4 GiB",
                    "a shorter key, as left(NAME, 1000)");
}

void RecordKeys::append_computed(const SortKeys& keys, const Batch& batch, Records records, Buffer& bytes,
                                 std::vector<uint32_t>& ends, Writer* notes) {
    using expr::Evaluation;
    std::vector<std::unique_ptr<Evaluation>> evaluations;
    std::vector<std::vector<Value>> values;
    for (const SortKey& key : keys.keys()) {
        evaluations.push_back(key.column >= 0 ? nullptr
                                              : std::make_unique<Evaluation>(key.formula.program()));
        if (evaluations.back()) evaluations.back()->start(batch, place_);
        values.emplace_back(key.column >= 0 ? 0 : Evaluation::chunk);
    }
    std::vector<uint32_t> rows(Evaluation::chunk);
    for (size_t from = 0; from < records.size(); from += Evaluation::chunk) {
        const size_t count = std::min(Evaluation::chunk, records.size() - from);
        for (size_t i = 0; i < count; ++i) rows[i] = records[from + i];
        for (size_t k = 0; k < values.size(); ++k)
            if (evaluations[k]) evaluations[k]->evaluate({rows.data(), count}, values[k].data());
        for (size_t i = 0; i < count; ++i) {
            append_group(batch, rows[i], bytes);
            for (size_t k = 0; k < values.size(); ++k)
                append_one(keys.keys()[k], batch, rows[i], evaluations[k] ? &values[k][i] : nullptr, bytes);
            ends.push_back(static_cast<uint32_t>(bytes.size()));
        }
    }
    for (size_t k = 0; notes && k < values.size(); ++k)
        if (evaluations[k])
            expr::report_odd_values(*evaluations[k], keys.keys()[k].formula.program(), batch, *notes);
}

} // namespace rowkit::ops
