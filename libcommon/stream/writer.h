// What a tool writes its records with.
#pragma once

#include "base/buffer.h"
#include "codec/encoder.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace rowkit {

/// What came of one block: bytes of its own, or a part of the block's text as it is.
struct Output {
    Buffer bytes;
    std::string_view borrowed; // comes after `bytes`; of the block's text
    uint64_t records = 0;

    bool empty() const { return bytes.empty() && borrowed.empty(); }
};

/// Writes records under one output header, whatever the format. Used by one thread.
class Writer {
public:
    /// `columns`: the number of output columns.
    Writer(const Encoder& encoder, size_t columns, Output& out) : encoder_(&encoder), columns_(columns), out_(&out) {}

    /// Writes whole records; untouched bytes stay. The output header must be the input's.
    void keep(const Batch& batch) { keep(batch, batch.all()); }
    void keep(const Batch& batch, Records records);

    /// Writes these columns of the records, as many as the output header has.
    void project(const Batch& batch, Records records, std::span<const OutColumn> columns);

    /// Writes text that the tool formats itself (a tool that says so: see ToolOutput).
    void text(std::string_view text) {
        settle();
        out_->bytes.append(text);
    }

private:
    void settle();

    const Encoder* encoder_;
    size_t columns_;
    Output* out_;
};

} // namespace rowkit
