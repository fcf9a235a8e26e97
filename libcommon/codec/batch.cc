// A block of text with its index.
#include "codec/batch.h"

#include "codec/scan.h"

namespace rowkit {

std::string Batch::line_of(size_t record) const {
    const uint32_t* at = layout_->begin ? layout_->begin : layout_->raw_begin;
    return at ? ":" + std::to_string(count_lines(layout_->text.substr(0, at[record])) + 1) : std::string();
}

} // namespace rowkit
