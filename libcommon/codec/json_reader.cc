// The reader of JSON records but for where they lie: which columns there are, told by the first records.
#include "codec/json_reader.h"

#include "base/error.h"
#include "base/nearest.h"

#include <algorithm>

#include <fmt/core.h>

namespace rowkit {
namespace {

constexpr size_t sample_size = 64 << 10;

/// The names of a comma list; a comma inside backticks is of the name.
std::vector<std::string> split_names(std::string_view list) {
    std::vector<std::string> names(1);
    bool inside = false;
    for (char c : list) {
        if (c == '`') inside = !inside;
        if (c == ',' && !inside) names.emplace_back();
        else names.back() += c;
    }
    return names;
}

bool keys_only(const Path& path) {
    return std::ranges::all_of(path.steps(), [](auto& step) { return std::holds_alternative<std::string>(step); });
}

} // namespace

JsonReader::JsonReader(const Dialect& dialect, const ReadOptions& options, const Demand& demand)
    : rules_(std::make_shared<JsonRules>()), demand_(demand) {
    rules_->dialect = dialect;
    rules_->read = options;
    rules_->values = demand.values;
    rules_->whole = demand.keeps && options.columns.empty();
    switch (demand.kind) {
    case Demand::count: rules_->counting = true; [[fallthrough]];
    case Demand::records: rules_->cells = JsonRules::none; break;
    case Demand::columns: rules_->cells = JsonRules::columns; break;
    case Demand::all:
        rules_->cells = !options.flat              ? JsonRules::shape
                        : options.columns.empty() ? JsonRules::flat
                                                  : JsonRules::columns;
    }
}

/// Calls `take` with a walk and the first token of each record that is good. Returns the number of records.
template <class Take>
size_t JsonReader::each_record(std::string_view text, const JsonSpans& spans, const Take& take) {
    JsonWalk walk;
    for (size_t i = 0; i < spans.size(); ++i) {
        std::string_view record = text.substr(spans.begin[i], spans.end[i] - spans.begin[i]);
        if (tokens_.find(record) != JsonTokens::Fault::none) continue;
        walk.open(record, tokens_.positions(), tokens_.size());
        if (walk.byte(0) != '{' || walk.skip_nested(0) != walk.count()) continue;
        take(walk);
    }
    return spans.size();
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
}

std::optional<Start> JsonReader::start(std::string_view text, bool final) {
    auto start = head(text, final, rules_->dialect);
    if (!start) return std::nullopt;
    if (rules_->cells != JsonRules::none) {
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
        while (spans.size() > 1 && spans.raw_end.back() > sample_size) {
            spans.raw_end.pop_back();
            spans.begin.pop_back();
            spans.end.pop_back();
        }
        choose_columns(text, spans);
    }
    start->header.columns = rules_->header.columns;
    rules_->header.line = start->header.line;
    return start;
}

void JsonReader::choose_columns(std::string_view text, const JsonSpans& spans) {
    if (rules_->cells == JsonRules::flat || rules_->cells == JsonRules::shape) {
        learn(text, spans);
        if (rules_->cells == JsonRules::flat) {
            rules_->header = keys_.header();
            rules_->paths = keys_.paths();
        } else {
            rules_->header = Header::of(keys_.top());
        }
    } else if (demand_.kind == Demand::columns) {
        name_columns(demand_.names, text, spans, !rules_->read.optional);
    } else {
        name_columns(split_names(rules_->read.columns), text, spans, false);
    }
}

/// A name is a top-level key where a sampled record has it, else a path.
void JsonReader::name_columns(std::vector<std::string> names, std::string_view text, const JsonSpans& spans,
                              bool must_be) {
    std::vector<std::optional<Path>> as_path;
    JsonPaths literal, path;
    for (size_t i = 0; i < names.size(); ++i) {
        literal.add(Path({names[i]}), static_cast<int32_t>(i));
        as_path.push_back(Path::parse(names[i]));
        path.add(as_path[i] ? *as_path[i] : Path({names[i]}), static_cast<int32_t>(i));
    }
    const size_t count = names.size();
    std::vector<uint32_t> in_literal(2 * count), in_path(2 * count);
    each_record(text, spans, [&](JsonWalk& walk) {
        JsonFinder(literal, walk, false).record(0, in_literal.data(), 0); // what was found stays
        walk.forget();
        JsonFinder(path, walk, false).record(0, in_path.data(), 0);
        walk.forget();
    });
    auto paths = std::make_shared<JsonPaths>();
    Header header;
    for (size_t i = 0; i < count; ++i) {
        // A name given twice is found once.
        size_t first = static_cast<size_t>(std::ranges::find(names, names[i]) - names.begin());
        bool is_key = in_literal[2 * first + 1] || !as_path[i];
        if (!is_key && !in_path[2 * first + 1] && must_be && spans.size()) {
            learn(text, spans);
            auto known = keys_.top();
            for (auto& column : keys_.columns())
                if (std::ranges::find(known, column.name) == known.end()) known.push_back(column.name);
            throw Error(Exit::usage, {}, fmt::format("no column \"{}\"", names[i]), did_you_mean(names[i], known));
        }
        Path at = is_key ? Path({names[i]}) : *as_path[i];
        header.columns.push_back({names[i], {}, at.steps().size() > 1 && keys_only(at)});
        paths->add(at, static_cast<int32_t>(i));
    }
    rules_->header = std::move(header);
    rules_->paths = std::move(paths);
}

} // namespace rowkit
