// A second output: the streamed records of a join that have no match.
#include "ops/join_unmatched.h"

#include "codec/format.h"

namespace rowkit::ops {

void UnmatchedFile::begin(const Batch& batch) {
    header_ = batch.header();
    dialect_ = batch.dialect();
    encoder_ = format_of(dialect_.format).encoder(dialect_, {}, header_);
    Buffer prologue;
    encoder_->prologue(prologue);
    sink_->write(prologue.view());
}

void UnmatchedFile::write(const Batch& batch, Records records) {
    if (!encoder_) begin(batch);
    // JSON objects need not be alike, and their own keys say what their columns are.
    const bool same = batch.header().same_names(header_);
    std::unique_ptr<Encoder> other;
    if (!same) other = format_of(dialect_.format).encoder(dialect_, {}, batch.header());
    Writer(same ? *encoder_ : *other, batch.header().size(), out_).keep(batch, records);
    std::string_view bytes = out_.bytes.view();
    if (!any_ && out_.records) bytes.remove_prefix(encoder_->separator());
    any_ = any_ || out_.records;
    sink_->write(bytes);
    sink_->write(out_.borrowed);
    if (!out_.closing.empty()) closing_ = std::move(out_.closing);
    out_.bytes.clear();
    out_.borrowed = {};
    out_.records = 0;
    out_.closing.clear();
}

void UnmatchedFile::finish() {
    if (!encoder_ && !header_.line.ends_with('[')) sink_->write(header_.line);
    if (encoder_) sink_->write(closing_.empty() ? encoder_->epilogue(any_) : std::string_view(closing_));
}

} // namespace rowkit::ops
