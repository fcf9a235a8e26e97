// The reader of JSON records but for where they lie: which columns there are, told by the first records.
#include "codec/json_reader.h"

#include "base/error.h"
#include "codec/keys.h"
#include "codec/scan.h"

#include <algorithm>
#include <fmt/core.h>

namespace rowkit {
namespace {

constexpr size_t sample_size = 64 << 10;

/// Whether it stands for nested objects in a column's name.
bool is_nested(const Path& path) {
    return path.steps().size() > 1 && std::ranges::all_of(path.steps(), [](auto& step) {
               return std::holds_alternative<std::string>(step);
           });
}

} // namespace

JsonReader::JsonReader(const Dialect& dialect, const ReadOptions& options, const Demand& demand)
    : rules_(std::make_shared<JsonRules>()), demand_(demand), wanted_(demand.names),
      listed_(options.columns.empty() ? std::vector<std::string>() : split_names(options.columns)) {
    rules_->dialect = dialect;
    rules_->read = options;
    rules_->values = demand.values;
    rules_->whole = demand.keeps;
    switch (demand.kind) {
    case Demand::count: rules_->counting = true; [[fallthrough]];
    case Demand::records: rules_->cells = JsonRules::none; break;
    case Demand::columns: rules_->cells = JsonRules::columns; break;
    case Demand::all:
        rules_->cells = !options.flat || demand.nested ? JsonRules::shape
                        : options.columns.empty()      ? JsonRules::flat
                                                       : JsonRules::columns;
    }
}

/// Calls `take` with a walk of each record that is good. Returns how many these are.
template <class Take>
size_t JsonReader::each_record(std::string_view text, const JsonSpans& spans, const Take& take) {
    JsonWalk walk;
    size_t good = 0;
    for (size_t i = 0; i < spans.size(); ++i) {
        std::string_view record = text.substr(spans.begin[i], spans.end[i] - spans.begin[i]);
        if (tokens_.find(record) != JsonTokens::Fault::none) continue;
        walk.open(record, tokens_.positions(), tokens_.size());
        if (walk.byte(0) != '{' || walk.skip_nested(0) != walk.count()) continue;
        take(walk);
        ++good;
    }
    return good;
}

void JsonReader::learn(std::string_view text, const JsonSpans& spans) {
    std::vector<uint32_t> cells;
    each_record(text, spans, [&](JsonWalk& walk) {
        // Made anew only once much is new: records with keys of their own would make it as often.
        if (!certain_ || learned_ > certain_->columns() / 8) {
            certain_ = keys_.certain_paths();
            learned_ = 0;
        }
        cells.assign(2 * certain_->columns() + 2, 0);
        JsonFinder finder(*certain_, walk, true);
        if (finder.record(0, cells.data(), 0) || finder.unknown().empty()) return;
        walk.forget();
        keys_.learn(walk, 0);
        ++learned_;
    });
}

void JsonReader::survey(std::string_view text) {
    if (!surveyed_) { // the head stands before the first of them
        text.remove_prefix(head(text, true, rules_->dialect)->consumed);
        surveyed_ = true;
    }
    JsonSpans spans;
    find(text, true, spans);
    learn(text, spans);
    each_record(text, spans, [this](JsonWalk& walk) { wanted_.look(walk); });
}

std::optional<Start> JsonReader::start(std::string_view text, bool final) {
    auto start = head(text, final, rules_->dialect);
    if (!start) return std::nullopt;
    if (rules_->cells != JsonRules::none) {
        head_lines_ = count_lines(text.substr(0, start->consumed));
        text.remove_prefix(start->consumed);
        if (!final) { // a record that the text may cut off is none
            auto splitter = this->splitter();
            splitter->restart();
            const size_t whole = splitter->scan(text.data(), 0, text.size());
            if (text.size() < sample_size || whole == 0) return std::nullopt;
            text = text.substr(0, whole);
        }
        JsonSpans spans;
        find(text, true, spans);
        // The same records, however much of the text has come.
        bool all = final;
        while (spans.size() > 1 && spans.raw_end.back() > sample_size) {
            spans.raw_end.pop_back();
            spans.begin.pop_back();
            spans.end.pop_back();
            all = false;
        }
        rules_->header.sampled = !all && !surveyed_;
        choose_columns(text, spans);
    }
    rules_->header.line = start->header.line;
    start->header = rules_->header;
    return start;
}

void JsonReader::choose_columns(std::string_view text, const JsonSpans& spans) {
    const size_t good = each_record(text, spans, [this](JsonWalk& walk) {
        wanted_.look(walk);
        listed_.look(walk);
    });
    if (good < spans.size() || spans.size() == 0) check_first(text, spans);
    if (rules_->cells == JsonRules::columns) {
        name_columns(demand_.kind == Demand::columns ? wanted_ : listed_);
    } else {
        learn(text, spans);
        if (rules_->cells == JsonRules::flat) {
            rules_->header.columns = keys_.header().columns;
            rules_->paths = keys_.paths();
        } else {
            name_keys();
        }
    }
    if (demand_.kind != Demand::columns)
        seek_others();
    else if (good)
        check_wanted(text, spans);
}

/// Where the first record is bad, no column that it seems to lack is what is wrong.
void JsonReader::check_first(std::string_view text, const JsonSpans& spans) {
    const auto cells = std::exchange(rules_->cells, JsonRules::none);
    std::vector<BadRecord> bad;
    indexer()->index(
        text.substr(0, spans.size() ? spans.raw_end[0] : text.size()), true, [](Batch&) {}, bad);
    rules_->cells = cells;
    if (bad.empty() || (spans.size() && bad[0].offset > spans.begin[0])) return;
    if (rules_->read.on_bad == OnBad::skip && !bad[0].truncated) return;
    const uint64_t line = head_lines_ + count_lines(text.substr(0, bad[0].offset)) + 1;
    throw Error(Exit::bad_data, fmt::format(":{}", line), bad[0].reason, bad[0].hint);
}

void JsonReader::name_columns(const JsonNames& names) {
    auto paths = std::make_shared<JsonPaths>();
    for (size_t i = 0; i < names.size(); ++i) {
        const Path at = names.place(i);
        rules_->header.columns.push_back({names[i], {}, is_nested(at)});
        paths->add(at, static_cast<int32_t>(i));
    }
    rules_->paths = std::move(paths);
}

/// The header of records that each have keys of their own.
void JsonReader::name_keys() {
    std::vector<std::string> keys = keys_.top();
    for (size_t i = 0; i < listed_.size(); ++i) {
        const Path at = listed_.place(i);
        const auto* key = std::get_if<std::string>(&at.steps()[0]);
        if (key && std::ranges::find(keys, *key) == keys.end()) keys.push_back(*key);
    }
    rules_->header.columns = Header::of(keys).columns;
}

/// Whether a name that the tool wants may be in none of the records that were looked at.
bool JsonReader::may_lack(size_t name) const {
    if (rules_->read.optional || listed_.has(wanted_[name])) return true;
    const Path at = wanted_.place(name);
    const auto* key = std::get_if<std::string>(&at.steps()[0]);
    return key && listed_.has(*key);
}

/// What the tool names and is no column, but a place in one.
void JsonReader::seek_others() {
    auto paths = std::make_shared<JsonPaths>();
    Header& header = rules_->header;
    for (size_t i = 0; i < wanted_.size(); ++i) {
        if (std::ranges::find(header.columns, wanted_[i], &Column::name) != header.columns.end()) continue;
        if (!wanted_.seen(i) && !may_lack(i)) continue; // the tool will say so
        const Path at = wanted_.place(i);
        paths->add(at, static_cast<int32_t>(header.sought.size()));
        header.sought.push_back({wanted_[i], {}, is_nested(at)});
    }
    if (!header.sought.empty()) rules_->sought = std::move(paths);
}

void JsonReader::check_wanted(std::string_view text, const JsonSpans& spans) {
    for (size_t i = 0; i < wanted_.size(); ++i) {
        if (wanted_.seen(i) || may_lack(i)) continue;
        learn(text, spans);
        Header known = Header::of(keys_.top());
        for (const JsonKeys::Column& column : keys_.columns())
            if (std::ranges::find(known.columns, column.name, &Column::name) == known.columns.end())
                known.columns.push_back({column.name});
        known.sampled = rules_->header.sampled;
        std::string hint = missing_column_hint(wanted_[i], known);
        if (rules_->read.union_keys && hint.empty()) // each file's keys are its own
            hint = "where only another file has it, --columns makes it known, --optional lets it pass";
        throw Error(Exit::usage, {}, fmt::format("no column \"{}\"", wanted_[i]), hint);
    }
}

} // namespace rowkit
