// A block of text with its index.
#include "codec/batch.h"

#include "codec/scan.h"

namespace rowkit {

std::string Batch::line_of(size_t record) const {
    const auto before = lines_before(record);
    return before ? ":" + std::to_string(*before + 1) : std::string();
}

std::optional<uint64_t> Batch::lines_before(size_t record) const {
    const uint32_t* at = layout_->begin ? layout_->begin : layout_->raw_begin;
    if (!at) return std::nullopt;
    return count_lines(layout_->text.substr(0, at[record]));
}

} // namespace rowkit
