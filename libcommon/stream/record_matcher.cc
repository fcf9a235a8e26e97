// Which records of a batch have something in a cell.
#include "stream/record_matcher.h"

#include "codec/batch.h"

#include <algorithm>
#include <cstring>

namespace rowkit {

RecordMatcher::RecordMatcher(std::shared_ptr<const Matcher> matcher, std::optional<Selection> columns, bool invert)
    : matcher_(std::move(matcher)), columns_(std::move(columns)), invert_(invert) {
    const Matcher::Needs& needs = matcher_->needs();
    if (invert || needs.texts.empty()) return;
    wanted_ = std::make_shared<const WantedTexts>(WantedTexts{needs.texts, needs.fold});
}

Demand RecordMatcher::demand(bool keeps, bool near) const {
    Demand demand{.kind = Demand::records, .keeps = keeps, .values = !columns_, .only = near ? nullptr : wanted_};
    if (!columns_) return demand;
    demand.kind = columns_->needs_names() ? Demand::all : Demand::columns;
    if (demand.kind == Demand::columns) demand.names = columns_->wanted_names();
    return demand;
}

void RecordMatcher::open(const Header& header, const ResolveOptions& options) {
    if (columns_) places_ = columns_->resolve(header.names(), options);
}

template <class Use> void RecordMatcher::each_cell(const Batch& batch, size_t record, const Use& use) const {
    if (!columns_) return batch.each_value(record, use);
    for (size_t place : places_)
        if (!use(batch.cell(record, place))) return;
}

/// Whether a text that stands in a record's bytes is in the text of one of its cells.
bool RecordMatcher::is_plain_for(const Batch& batch) const {
    const Layout& at = batch.layout();
    const Dialect& dialect = batch.dialect();
    if (columns_ || !matcher_->plain() || at.rule != CellRule::csv || at.pairs || dialect.comment) return false;
    const char ends[] = {dialect.delimiter, dialect.quote, '\n', '\r'};
    return std::ranges::all_of(matcher_->needs().texts, [&](const std::string& text) {
        return text.find_first_of(std::string_view(ends, sizeof ends)) == text.npos;
    });
}

std::vector<uint32_t> RecordMatcher::choose(const Batch& batch) const {
    std::vector<uint32_t> chosen;
    Buffer text, scratch;
    const bool plain = is_plain_for(batch);
    const char quote = batch.dialect().quote;
    for (uint32_t record = 0; record < batch.size(); ++record) {
        bool found = matcher_->matches_all();
        bool sure = found;
        if (plain && !sure) {
            const std::string_view raw = batch.raw(record);
            found = static_cast<bool>(matcher_->plain()->find_bare(raw));
            sure = found || !quote || raw.find(quote) == raw.npos;
        }
        if (!sure)
            each_cell(batch, record, [&](const Cell& cell) {
                found = matcher_->matches(text_of(cell, text), scratch);
                return !found;
            });
        if (found != invert_) chosen.push_back(record);
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
