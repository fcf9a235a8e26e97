// Which records of a batch have something in a cell.
#pragma once

#include "codec/reader.h"
#include "data/matcher.h"
#include "data/text_range.h"
#include "stream/select.h"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rowkit {

/// Looks for a match in the text of chosen columns, or of any value of a record. Copies share what they look
/// for. Calls that are const are thread-safe.
class RecordMatcher {
public:
    /// `columns`: null for any. `invert`: the records without a match are chosen.
    RecordMatcher(std::shared_ptr<const Matcher> matcher, std::optional<Selection> columns, bool invert);

    /// `keeps`: whole records are written. `near`: so are some that are not chosen.
    Demand demand(bool keeps, bool near) const;
    /// Throws Error (exit 2) for columns that are not there.
    void open(const Header& header, const ResolveOptions& options);

    /// The numbers of the chosen records, ascending.
    std::vector<uint32_t> choose(const Batch& batch) const;

    /// The parts of a record's cells that match, as offsets in the batch's text, ascending. A cell with
    /// quotes or escapes inside is marked as a whole.
    std::vector<TextRange> mark(const Batch& batch, uint32_t record) const;

private:
    enum class Answer : uint8_t { no, yes, unknown };
    bool tells_by_bytes(const Batch& batch) const;
    Answer ask_bytes(std::string_view raw, const Dialect& dialect) const;
    template <class Use>
    void each_cell(const Batch& batch, size_t record, const Use& use) const;

    std::shared_ptr<const Matcher> matcher_;
    std::shared_ptr<const WantedTexts> wanted_;
    std::optional<Selection> columns_;
    std::vector<size_t> places_;
    bool invert_;
};

} // namespace rowkit
