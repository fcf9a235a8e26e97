// Fuzz: any text is an expression or an error that shows its place; what an expression gives for a record
// does not depend on the records computed with it, and a filter keeps those for which it gives true.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "codec/format.h"
#include "expr/assign.h"
#include "expr/coerce.h"
#include "expr/evaluate.h"
#include "expr/json_check.h"
#include "expr/json_value.h"
#include "expr/parse.h"

using namespace rowkit;
using namespace rowkit::expr;

namespace {

/// What a value is, for comparing.
std::string shown(const Value& value, Evaluation& evaluation) {
    const char kind = static_cast<char>('0' + static_cast<int>(value.type()));
    return kind + std::string(as_text(value, evaluation.arena(), evaluation.scratch()));
}

[[noreturn]] void fail(std::string_view what, size_t record, const std::string& a, const std::string& b) {
    std::fprintf(stderr, "%.*s: record %zu: %s and %s\n", static_cast<int>(what.size()), what.data(), record,
                 a.c_str(), b.c_str());
    std::abort();
}

void compute(const Program& program, const Batch& batch) {
    const std::vector<uint32_t> rows = all_rows(std::min(batch.size(), Evaluation::chunk));
    std::vector<std::string> together;
    std::vector<uint32_t> expected, kept;
    Evaluation evaluation(program);
    evaluation.start(batch, {.row = 1, .line = 2, .file = "f"});
    std::vector<Value> values(rows.size());
    evaluation.evaluate(rows, values.data());
    for (uint32_t row : rows) {
        together.push_back(shown(values[row], evaluation));
        if (as_boolean(values[row]).value_or(false)) expected.push_back(row);
    }
    for (uint32_t row : rows) {
        Evaluation alone(program);
        alone.start(batch, {.row = 1, .line = 2, .file = "f"});
        Value value;
        alone.evaluate({&row, 1}, &value);
        if (const std::string text = shown(value, alone); text != together[row])
            fail("alone", row, together[row], text);
    }
    Evaluation filter(program);
    filter.start(batch, {.row = 1, .line = 2, .file = "f"});
    filter.filter(rows, kept);
    if (kept != expected)
        fail("filter", kept.size(), std::to_string(expected.size()), std::to_string(kept.size()));
}

/// Setting a place inside a cell makes JSON of it, whatever it was.
void set_inside(const Batch& batch) {
    Arena arena;
    Buffer scratch;
    for (size_t record = 0; record < std::min<size_t>(batch.size(), 4); ++record)
        for (size_t column = 0; column < batch.header().size(); ++column) {
            const Value old = value_of(batch.cell(record, column), arena, scratch);
            for (std::string_view path : {"a", "a.b[1]", "[0].c"}) {
                const Value made = set_in_json(old, path, Value::of("x\"y"), arena, scratch);
                if (!is_json(made.text())) fail("set", record, std::string(path), std::string(made.text()));
                const Value back = find_in_json(made.text(), path, arena, scratch);
                if (!back.is(Type::text) || back.text() != "x\"y")
                    fail("get", record, std::string(path), std::string(made.text()));
            }
        }
}

/// The clock moves on, and some calls make much of little.
bool is_left_out(std::string_view source) {
    const auto has = [&](auto... words) { return ((source.find(words) != source.npos) || ...); };
    if (has("now", "today", "current_")) return true;
    if (!has("repeat", "replicate", "pad", "just", "center", "zfill", "range", "format", "json_set"))
        return false;
    size_t digits = 0;
    bool is_large = has("*");
    for (char byte : source) {
        is_large = is_large || digits > 3 || (digits && (byte | 0x20) == 'e');
        digits = byte >= '0' && byte <= '9' ? digits + 1 : 0;
    }
    return is_large || digits > 3;
}

} // namespace

/// The first line is the expression; the rest is NDJSON where it begins with a brace, else CSV.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const size_t newline = std::min(input.find('\n'), size);
    const std::string_view source = input.substr(0, newline),
                           table = input.substr(std::min(newline + 1, size));
    if (is_left_out(source)) return 0;
    try {
        (void)Assignments::parse(std::string(source), {});
    } catch (const Error& error) {
        if (error.code() != Exit::usage || error.picture().empty()) std::abort();
    }
    NodePtr root;
    try {
        root = parse_expression(source);
    } catch (const Error& error) {
        if (error.code() != Exit::usage || error.picture().empty()) std::abort();
        return 0;
    }
    const Format& format = format_of(table.starts_with('{') ? FormatId::ndjson : FormatId::csv);
    const ReadOptions options{.on_bad = OnBad::skip, .ragged = Ragged::pad};
    const Demand demand{.kind = Demand::columns, .names = names_in(*root), .keeps = true};
    Buffer text(table.size() + 1);
    text.append(table);
    std::vector<BadRecord> bad;
    try {
        const auto reader = format.reader(format.dialect, options, demand);
        const auto start = reader->start(text.view(), true);
        const Program program(source, *root, start->header, {.optional = true});
        reader->indexer()->index(text.view().substr(start->consumed), true, [&](Batch& batch) {
            compute(program, batch);
            set_inside(batch);
        }, bad);
    } catch (const Error& error) {
        if (error.code() != Exit::usage && error.code() != Exit::bad_data) std::abort();
    }
    return 0;
}
