// What the encoders of the small text formats share: a record after another, each with its newline.
#pragma once

#include "codec/encoder.h"

namespace rowkit {

/// Writes a record at a time. A record keeps its own newline, or has none, where it came from the same
/// format.
class LineEncoder : public Encoder {
public:
    LineEncoder(const Dialect& dialect, const Header& header) : dialect_(dialect), header_(header) {}

    bool takes_raw(const Dialect& input) const override {
        return input.format == dialect_.format && dialect_.own_newlines;
    }
    /// What stood before the first record, or the BOM alone.
    void prologue(Buffer& out) const override;
    void append(const Batch& batch, Records records, std::span<const OutColumn> columns,
                Buffer& out) const override;
    std::string_view lacking(std::string_view written, const Dialect& input) const override {
        return written.ends_with('\n') ? std::string_view{} : input.newline;
    }

protected:
    /// Appends a record without its newline; `scratch` is for text_of().
    virtual void append_record(const Batch& batch, size_t record, std::span<const OutColumn> columns,
                               Buffer& out, Buffer& scratch) const = 0;

    const Dialect& dialect() const { return dialect_; }
    const Header& header() const { return header_; }

    /// A cell of this column whose `text` can't be written since it holds `what` ("a newline"): exit 3.
    [[noreturn]] void refuse(size_t column, std::string_view text, std::string_view what) const;

private:
    Dialect dialect_;
    Header header_;
};

} // namespace rowkit
