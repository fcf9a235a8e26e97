// Formats whose records are lines of keys with values (logfmt, ltsv): all but how a line is written.
#include "codec/keyed.h"

#include "base/error.h"
#include "codec/format.h"
#include "codec/keys.h"
#include "codec/line_index.h"

#include <fmt/core.h>

namespace rowkit {
namespace {

using Outcome = FieldSyntax::Outcome;

/// What the indexers of a reader go by; it belongs to the reader.
struct KeyedRules {
    std::unique_ptr<const FieldSyntax> syntax;
    KeyTable columns;
    Header header;
    Dialect dialect;
    OnBad on_bad = OnBad::fail;
    Demand::Kind demand = Demand::all;
    bool fixed = false;      // keys that are no column are passed over
    bool whole = true;       // a record's bytes are kept, whatever of it is looked at
    bool has_place = true;   // a bad record's bytes are kept, or nobody's concern
    bool values = false;     // each value is told, whatever its key
    bool bytes_only = false; // records are kept as they are, with whatever keys
};

class KeyedIndexer final : public Indexer {
public:
    explicit KeyedIndexer(const KeyedRules& rules) : rules_(rules) {}

    size_t index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) override;

private:
    bool read(size_t line, bool last, uint32_t* pairs, BadRecord& bad);
    uint32_t column_of(size_t place, std::string_view key);
    bool store(const Field& field, uint32_t* pair);
    void note_values();

    struct Seen {
        std::string_view key;
        uint32_t column = KeyTable::none;
    };

    const KeyedRules& rules_;
    std::string_view text_;
    LineIndex lines_;
    std::vector<Field> fields_;
    std::vector<Seen> before_; // the keys of the record before: most records have the same
    std::vector<uint32_t> pairs_;
    std::vector<uint32_t> values_, values_from_; // as Layout has them
    Buffer mended_; // the block, then its odd values as mended
};

/// The first column of the name of a record's key number `place`.
uint32_t KeyedIndexer::column_of(size_t place, std::string_view key) {
    if (place >= before_.size()) before_.resize(place + 1);
    Seen& seen = before_[place];
    if (seen.key != key || seen.key.empty()) seen = {key, rules_.columns.find(key)};
    return seen.column;
}

/// Sets the place of a value. False: offsets into the block don't reach that far.
bool KeyedIndexer::store(const Field& field, uint32_t* pair) {
    pair[0] = field.begin;
    pair[1] = field.end;
    if (!field.odd) return true;
    if (mended_.empty()) mended_.append(text_);
    size_t begin = mended_.size();
    rules_.syntax->mend(text_.substr(field.begin, field.end - field.begin), mended_);
    if (mended_.size() > UINT32_MAX) return false;
    pair[0] = static_cast<uint32_t>(begin);
    pair[1] = static_cast<uint32_t>(mended_.size());
    return true;
}

/// The values of the line that has been read are those of the next record.
void KeyedIndexer::note_values() {
    for (const Field& field : fields_) {
        uint32_t pair[2];
        if (store(field, pair)) values_.insert(values_.end(), pair, pair + 2);
    }
    values_from_.push_back(static_cast<uint32_t>(values_.size() / 2));
}

/// Reads a line's cells into `pairs`. False: it is bad, and `bad` says why; what was read of it stays.
bool KeyedIndexer::read(size_t line, bool last, uint32_t* pairs, BadRecord& bad) {
    fields_.clear();
    const char* reason = nullptr;
    Outcome outcome =
        rules_.syntax->parse(text_.data(), lines_.begin(line), lines_.end(line), fields_, reason);
    if (outcome != Outcome::whole) {
        bad.reason = reason;
        bad.hint = rules_.syntax->hint();
        bad.truncated = outcome == Outcome::open && last && lines_.raw_end(line) == text_.size() &&
                        !text_.ends_with('\n');
    }
    if (rules_.bytes_only) return outcome == Outcome::whole;
    for (size_t i = 0; i < fields_.size(); ++i) {
        const Field& field = fields_[i];
        std::string_view key = text_.substr(field.key_begin, field.key_end - field.key_begin);
        const uint32_t first = column_of(i, key);
        uint32_t column = first;
        while (column != KeyTable::none && pairs[2 * column + 1]) column = rules_.columns.next_same(column);
        if (column != KeyTable::none) {
            if (!store(field, pairs + 2 * column))
                bad.reason = "the block with its escapes undone is 4 GiB or more";
        } else if (!rules_.fixed && bad.reason.empty()) {
            bad.reason = new_key_reason(key, first != KeyTable::none);
            bad.hint = new_key_hint();
        }
    }
    return bad.reason.empty();
}

size_t KeyedIndexer::index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) {
    Layout layout;
    layout.text = text_ = text;
    layout.rule = rules_.syntax->rule();
    Batch batch(layout, rules_.header, rules_.dialect);
    if (rules_.demand == Demand::count) {
        layout.records = count_records(text, false);
        use(batch);
        return 0; // nobody asks where a record stands
    }
    lines_.build(text, false);
    layout.columns = rules_.bytes_only ? 0 : rules_.columns.size();
    layout.whole = rules_.whole;
    pairs_.assign(lines_.size() * layout.columns * 2, 0);
    before_.clear();
    mended_.clear();
    values_.clear();
    values_from_.assign(1, 0);
    size_t kept = 0;
    bool ended = false;
    for (size_t line = 0; line < lines_.size() && !ended; ++line) {
        uint32_t* pairs = pairs_.data() + kept * layout.columns * 2;
        BadRecord fault{lines_.begin(line), lines_.raw_end(line) - lines_.begin(line), {}};
        if (!read(line, last, pairs, fault) &&
            (rules_.on_bad != OnBad::keep || !rules_.has_place || fault.truncated)) {
            std::fill(pairs, pairs + layout.columns * 2, 0);
            ended = fault.truncated || rules_.on_bad != OnBad::skip;
            layout.contiguous = false;
            bad.push_back(std::move(fault));
            continue;
        }
        if (rules_.values) note_values();
        if (kept != line) lines_.keep(kept, line);
        ++kept;
    }
    lines_.describe(layout, kept);
    layout.pairs = pairs_.data();
    if (rules_.values) {
        layout.values_from = values_from_.data();
        layout.values = values_.data();
    }
    if (!mended_.empty()) layout.text = mended_.view();
    if (!ended) layout.trailing = lines_.trailing();
    use(batch);
    return lines_.lines();
}

class KeyedReader final : public Reader {
public:
    KeyedReader(std::unique_ptr<const FieldSyntax> syntax, const Dialect& dialect, const ReadOptions& options,
                const Demand& demand)
        : options_(options), demand_(demand) {
        rules_.syntax = std::move(syntax);
        rules_.dialect = dialect;
        rules_.on_bad = options.on_bad;
        rules_.demand = demand.kind;
        rules_.values = demand.values;
        rules_.fixed = keys_are_fixed(options, demand);
        rules_.whole = options.columns.empty() && (demand.keeps || !rules_.fixed);
        rules_.has_place = demand.keeps || demand.kind < Demand::columns;
        rules_.bytes_only = demand.kind == Demand::records && !rules_.fixed;
    }

    std::optional<Start> start(std::string_view text, bool final) override;
    void survey(std::string_view text) override;

    std::unique_ptr<Splitter> splitter() const override { return make_line_splitter(false); }
    std::unique_ptr<Indexer> indexer() const override { return std::make_unique<KeyedIndexer>(rules_); }
    std::unique_ptr<Slicer> slicer() const override { return make_line_slicer(false); }
    std::string_view lacking(std::string_view text) const override {
        return text.empty() || text.ends_with('\n') ? std::string_view{} : rules_.dialect.newline;
    }
    const Dialect& dialect() const override { return rules_.dialect; }

private:
    void collect(std::string_view lines);

    ReadOptions options_;
    Demand demand_;
    KeyedRules rules_;
    KeyTable seen_;
    bool surveyed_ = false;
};

/// Adds the keys of these lines to those seen. Bad lines are passed over: the indexer will come to them.
void KeyedReader::collect(std::string_view text) {
    LineIndex lines;
    lines.build(text, false);
    std::vector<Field> fields;
    std::vector<size_t> used; // by column: the last line that has it, from 1
    for (size_t line = 0; line < lines.size(); ++line) {
        fields.clear();
        const char* reason = nullptr;
        if (rules_.syntax->parse(text.data(), lines.begin(line), lines.end(line), fields, reason) !=
            Outcome::whole)
            continue;
        for (const Field& field : fields) {
            std::string_view key = text.substr(field.key_begin, field.key_end - field.key_begin);
            uint32_t column = seen_.find(key);
            used.resize(seen_.size());
            while (column != KeyTable::none && used[column] == line + 1) column = seen_.next_same(column);
            if (column == KeyTable::none) column = seen_.add(key);
            used.resize(seen_.size());
            used[column] = line + 1;
        }
    }
}

void KeyedReader::survey(std::string_view text) {
    if (!surveyed_) text.remove_prefix(line_head(text, options_.skip_lines, true)->size);
    surveyed_ = true;
    collect(text);
}

std::optional<Start> KeyedReader::start(std::string_view text, bool final) {
    auto head = line_head(text, options_.skip_lines, final);
    if (!head) return std::nullopt;
    std::string_view body = text.substr(head->size);
    bool sampled = !surveyed_;
    if (!surveyed_ && demand_.kind != Demand::count && options_.columns.empty()) {
        // Whole lines only, and never a byte more where the input comes in other portions.
        std::string_view sample = body.substr(0, key_sample_size);
        size_t end = sample.size() < key_sample_size && final ? sample.size() : sample.rfind('\n') + 1;
        if (end == 0) end = std::min(body.find('\n'), body.size() - 1) + 1; // one long line
        if (!final && (sample.size() < key_sample_size || !body.substr(0, end).ends_with('\n')))
            return std::nullopt;
        collect(body.substr(0, end));
        sampled = !final || end < body.size();
    }
    rules_.dialect.bom = head->bom;
    rules_.dialect.newline = first_newline(body);
    rules_.columns = columns_of_keys(seen_, options_, demand_, sampled);
    rules_.header = Header::of(rules_.columns.names());
    Start start{rules_.header, head->size};
    start.header.line = text.substr(0, head->size);
    return start;
}

} // namespace

std::unique_ptr<Reader> make_keyed_reader(std::unique_ptr<const FieldSyntax> syntax, const Dialect& dialect,
                                          const ReadOptions& options, const Demand& demand) {
    return std::make_unique<KeyedReader>(std::move(syntax), dialect, options, demand);
}

KeyedEncoder::KeyedEncoder(const Dialect& dialect, const Header& header, char separator, char colon,
                           std::string_view refused)
    : LineEncoder(dialect, header) {
    for (const Column& column : header.columns) {
        if (column.name.empty() || column.name.find_first_of(refused) != std::string::npos)
            throw Error(Exit::bad_data, {},
                        fmt::format("column \"{}\" can't be a key of {}", column.name,
                                    format_of(dialect.format).name),
                        "rename it (rowrename --slug does so for all), or choose another --to");
        keys_.push_back(fmt::format("{}{}{}", separator, column.name, colon));
    }
}

void KeyedEncoder::append_record(const Batch& batch, size_t record, std::span<const OutColumn> columns,
                                 Buffer& out, Buffer& scratch) const {
    const bool same_format = batch.dialect().format == dialect().format;
    bool any = false;
    for (size_t i = 0; i < columns.size(); ++i) {
        Cell cell = columns[i].of(batch, record);
        if (cell.form == Form::missing) continue;
        out.append(std::string_view(keys_[i]).substr(any ? 0 : 1));
        append_value(cell, i, same_format && !columns[i].cells, out, scratch);
        any = true;
    }
    if (!any && !columns.empty()) out.append(std::string_view(keys_[0]).substr(1));
}

} // namespace rowkit
