// What a tool writes its records with.
#include "stream/writer.h"

namespace rowkit {

/// Bytes that were to be passed on uncopied are copied after all, since more follows.
void Writer::settle() {
    if (out_->borrowed.empty()) return;
    out_->bytes.append(out_->borrowed);
    out_->borrowed = {};
}

void Writer::keep(const Batch& batch, Records records) {
    if (!batch.whole() || !encoder_->takes_raw(batch.dialect())) {
        std::vector<OutColumn> columns(columns_);
        for (size_t i = 0; i < columns_; ++i) columns[i].column = static_cast<int32_t>(i);
        return project(batch, records, columns);
    }
    settle();
    out_->records += records.size();
    const Layout& at = batch.layout();
    if (records.size() != batch.size() || !at.contiguous || batch.size() == 0 || encoder_->separator())
        return encoder_->append_raw(batch, records, out_->bytes);
    size_t end = at.raw_end[batch.size() - 1] + at.trailing.size();
    out_->borrowed = at.text.substr(at.raw_begin[0], end - at.raw_begin[0]);
}

void Writer::project(const Batch& batch, Records records, std::span<const OutColumn> columns) {
    settle();
    out_->records += records.size();
    encoder_->append(batch, records, columns, out_->bytes);
}

} // namespace rowkit
