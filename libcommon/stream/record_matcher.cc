// Which records of a batch have something in a cell.
#include "stream/record_matcher.h"

#include "codec/batch.h"

#include <algorithm>
#include <cstring>

namespace rowkit {

RecordMatcher::RecordMatcher(std::shared_ptr<const Matcher> matcher, std::optional<Selection> columns,
                             bool invert)
    : matcher_(std::move(matcher)), columns_(std::move(columns)), invert_(invert) {
    const Matcher::Needs& needs = matcher_->needs();
    if (invert || needs.texts.empty()) return;
    wanted_ = std::make_shared<const WantedTexts>(WantedTexts{needs.texts, needs.fold});
}

Demand RecordMatcher::demand(bool keeps, bool near) const {
    Demand demand{
        .kind = Demand::records, .keeps = keeps, .values = !columns_, .only = near ? nullptr : wanted_};
    if (!columns_) return demand;
    demand.kind = columns_->needs_names() ? Demand::all : Demand::columns;
    demand.names = columns_->wanted_names();
    return demand;
}

void RecordMatcher::open(const Header& header, const ResolveOptions& options) {
    if (columns_) places_ = columns_->resolve(header, options);
}

template <class Use>
void RecordMatcher::each_cell(const Batch& batch, size_t record, const Use& use) const {
    if (!columns_) return batch.each_value(record, use);
    for (size_t place : places_)
        if (!use(batch.cell(record, place))) return;
}

/// Whether a record's bytes, as they are, can tell that there is a match in a cell.
bool RecordMatcher::tells_by_bytes(const Batch& batch) const {
    const Layout& at = batch.layout();
    return !columns_ && matcher_->stands_alone() && at.rule == CellRule::csv && !at.pairs &&
           !batch.dialect().comment;
}

/// Asks the bytes of a record. A match there without a delimiter, quote or newline is one in a cell. Where
/// there is none, there is none in a cell either, if each cell's text is in the bytes as it is.
RecordMatcher::Answer RecordMatcher::ask_bytes(std::string_view raw, const Dialect& dialect) const {
    raw = raw.substr(0, raw.find_last_not_of("\r\n") + 1);
    const char ends[] = {dialect.delimiter, '\n', '\r', dialect.quote};
    const std::string_view marks(ends, dialect.quote ? 4 : 3);
    if (const auto match = matcher_->find(raw)) {
        const std::string_view text = raw.substr(match->begin, match->end - match->begin);
        return text.find_first_of(marks) == text.npos ? Answer::yes : Answer::unknown;
    }
    if (!dialect.quote) return Answer::no;
    const auto is_edge = [&](size_t at) { return at >= raw.size() || raw[at] == dialect.delimiter; };
    for (size_t open = raw.find(dialect.quote); open != raw.npos;) { // each must open a cell or close one
        const size_t close = raw.find(dialect.quote, open + 1);
        if (close == raw.npos || !is_edge(open - 1) || !is_edge(close + 1)) return Answer::unknown;
        open = raw.find(dialect.quote, close + 1);
    }
    return Answer::no;
}

std::vector<uint32_t> RecordMatcher::choose(const Batch& batch) const {
    std::vector<uint32_t> chosen;
    Buffer text, scratch;
    const bool by_bytes = tells_by_bytes(batch);
    for (uint32_t record = 0; record < batch.size(); ++record) {
        Answer answer = matcher_->matches_all() ? Answer::yes
                        : by_bytes              ? ask_bytes(batch.raw(record), batch.dialect())
                                                : Answer::unknown;
        if (answer == Answer::unknown) {
            answer = Answer::no;
            each_cell(batch, record, [&](const Cell& cell) {
                if (matcher_->matches(text_of(cell, text), scratch)) answer = Answer::yes;
                return answer == Answer::no;
            });
        }
        if ((answer == Answer::yes) != invert_) chosen.push_back(record);
    }
    return chosen;
}

std::vector<TextRange> RecordMatcher::mark(const Batch& batch, uint32_t record) const {
    std::vector<TextRange> parts, found;
    Buffer undone, scratch;
    const char* base = batch.layout().text.data();
    each_cell(batch, record, [&](const Cell& cell) {
        const std::string_view raw = cell.raw(), text = text_of(cell, undone);
        if (raw.empty() || !matcher_->matches(text, scratch)) return true;
        const auto begin = static_cast<size_t>(raw.data() - base);
        if (text.data() < raw.data() || text.data() + text.size() > raw.data() + raw.size()) {
            parts.push_back({begin, begin + raw.size()});
            return true;
        }
        found.clear();
        matcher_->mark(text, found);
        const auto shift = static_cast<size_t>(text.data() - base);
        for (const TextRange& part : found) parts.push_back({shift + part.begin, shift + part.end});
        return true;
    });
    std::ranges::sort(parts, {}, &TextRange::begin);
    return parts;
}

} // namespace rowkit
